// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/rendezvous/stats.h"

#include "epan/rendezvous/message_tap.h"

namespace oscar::epan {
namespace {

using sessions::Context;
using sessions::Outcome;

constexpr int kTop = 0; // the root node
constexpr const char* kMessages = "Messages by type";
constexpr const char* kServices = "Messages by service";
constexpr const char* kOutcomes = "Rendezvous by outcome";
constexpr const char* kReasons = "Cancel reasons";
constexpr const char* kNaks = "NAKs";
constexpr const char* kFindings = "Findings";
constexpr const char* kDirectIms = "Direct IMs";
constexpr const char* kPeers = "ICQ direct messages";
constexpr const char* kTime = "Seconds to answer";

int messages;
int services;
int outcomes;
int reasons;
int naks;
int findings;
int direct_ims;
int peers;

const char* group(Outcome outcome)
{
    switch (outcome) {
    case Outcome::open:
    case Outcome::no_answer:
        return "Open or unanswered";
    case Outcome::accepted:
        return "Accepted";
    case Outcome::acknowledged:
        return "Acknowledged";
    case Outcome::cancelled:
        return "Cancelled by proposer";
    case Outcome::declined:
        return "Declined";
    case Outcome::called_off:
        return "Cancelled";
    case Outcome::refused:
    case Outcome::refused_nak:
    case Outcome::refused_code:
    case Outcome::reverse_failed:
        return "Refused";
    case Outcome::server_error:
        return "Server error";
    }
    return "";
}

void add(stats_tree* tree, const char* parent_name, int parent, const char* name)
{
    if (name != nullptr) {
        stats_tree_manip_node_int(MN_INCREASE, tree, parent_name, kTop, true, 1);
        stats_tree_manip_node_int(MN_INCREASE, tree, name, parent, false, 1);
    }
}

void change(stats_tree* tree, Outcome outcome, int by)
{
    stats_tree_manip_node_int(MN_INCREASE, tree, group(outcome), outcomes, false, by);
}

// A rendezvous counts as open from its first message until a message decides its outcome. On the first pass, a later
// message can replace the outcome. On later passes, only the last message that did so counts as deciding.
void count_outcome(stats_tree* tree, const Context& context, bool first_pass)
{
    if (context.opens) {
        stats_tree_manip_node_int(MN_INCREASE, tree, kOutcomes, kTop, true, 1);
        change(tree, Outcome::open, +1);
    }
    if (context.decides) {
        change(tree, first_pass ? context.overruled : Outcome::open, -1);
        change(tree, context.outcome, +1);
    }
    if (context.has_time) {
        constexpr double second = 1e9;
        const auto time = static_cast<float>(static_cast<double>(context.time) / second);
        stats_tree_manip_node_float(MN_AVERAGE, tree, kTime, kTop, false, time);
    }
}

const char* name_of(const odc::Frame& frame)
{
    switch (frame.kind()) {
    case odc::Kind::message:
        return frame.has(odc::Flag::auto_response) ? "Auto responses" : "Messages";
    case odc::Kind::typing_note:
        return "Typing notes";
    case odc::Kind::confirmation:
        return "Confirmations";
    }
    return "";
}

tap_packet_status count_data(stats_tree* tree, const Tapped& tapped)
{
    if (tapped.frame != nullptr) {
        add(tree, kDirectIms, direct_ims, name_of(*tapped.frame));
    }
    if (tapped.images > 0) {
        stats_tree_manip_node_int(MN_INCREASE, tree, "Images", direct_ims, false, static_cast<int>(tapped.images));
    }
    if (tapped.said != nullptr && tapped.said_count > 0) {
        const auto more = static_cast<int>(tapped.said_count);
        stats_tree_manip_node_int(MN_INCREASE, tree, kPeers, kTop, true, more);
        stats_tree_manip_node_int(MN_INCREASE, tree, tapped.said, peers, false, more);
    }
    return TAP_PACKET_REDRAW;
}

tap_packet_status count(stats_tree* tree, packet_info*, epan_dissect_t*, const void* data, tap_flags_t)
{
    const auto& tapped = *static_cast<const Tapped*>(data);
    for (const Record& record : tapped.findings) {
        if (record.what == Record::What::finding) {
            add(tree, kFindings, findings, row(record.finding.id).filter);
        }
    }
    const TappedMessage* message = tapped.message;
    if (message == nullptr) {
        return count_data(tree, tapped);
    }
    const TappedMessage& m = *message;
    // A message that is captured on both connections counts once.
    if (m.context != nullptr && m.context->copy) {
        return TAP_PACKET_REDRAW;
    }
    add(tree, kMessages, messages, m.type);
    add(tree, kServices, services, m.service);
    add(tree, kReasons, reasons, m.cancel_reason);
    add(tree, kNaks, naks, m.nak);
    if (m.context != nullptr) {
        count_outcome(tree, *m.context, m.first_pass);
    }
    return TAP_PACKET_REDRAW;
}

void start(stats_tree* tree)
{
    const auto node = [tree](const char* name) { return stats_tree_create_node(tree, name, kTop, STAT_DT_INT, true); };
    messages = node(kMessages);
    services = node(kServices);
    outcomes = node(kOutcomes);
    reasons = node(kReasons);
    naks = node(kNaks);
    findings = node(kFindings);
    direct_ims = node(kDirectIms);
    peers = node(kPeers);
    stats_tree_create_node(tree, kTime, kTop, STAT_DT_FLOAT, false);
}

} // namespace

void register_stats()
{
    stats_tree_register_plugin(kSessionTap, "aim_rendezvous", "AIM Rendezvous", 0, count, start, nullptr);
}

} // namespace oscar::epan
