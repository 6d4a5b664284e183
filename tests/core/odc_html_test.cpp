// SPDX-License-Identifier: GPL-2.0-or-later
//
// HTML as instant messages have it: what AIM, iChat, libpurple and digsby write.
#include "core/odc/html.h"

#include <gtest/gtest.h>

#include <string>

namespace oscar::test {
namespace {

std::string plain(std::string_view html)
{
    std::string out(html.size(), '#');
    out.resize(odc::plain_text(html, out));
    return out;
}

TEST(OdcHtml, TagsAreDropped)
{
    EXPECT_EQ(plain(""), "");
    EXPECT_EQ(plain("no tags"), "no tags");
    EXPECT_EQ(
        plain(
            "<HTML><BODY BGCOLOR=\"#ffffff\"><FONT FACE=\"Arial\" LANG=\"0\">hello <B>there</B></FONT></BODY></HTML>"),
        "hello there");
    EXPECT_EQ(plain("see <IMG SRC=\"a>b.gif\" ID=1> this"), "see  this");
    EXPECT_EQ(plain("a<!-- <B>hidden</B> -->b"), "ab");
    EXPECT_EQ(plain("a<!-- without an end <B>b"), "a");
    EXPECT_EQ(plain("<!DOCTYPE html>x"), "x");
    EXPECT_EQ(plain("<H1>x</H1>"), "x");
}

TEST(OdcHtml, LineBreaks)
{
    EXPECT_EQ(plain("one<BR>two<br/>three<p>four<HR>five"), "one\ntwo\nthree\nfour\nfive");
    EXPECT_EQ(plain("<BR>one</p>two<BR> "), "onetwo");
    EXPECT_EQ(plain("one\r\ntwo"), "one  two");
    EXPECT_EQ(plain(" \t one\ttwo \n"), "one\ttwo");
}

TEST(OdcHtml, WhatIsNoTag)
{
    EXPECT_EQ(plain("1 < 2 > 1"), "1 < 2 > 1");
    EXPECT_EQ(plain("<3 <"), "<3 <");
    EXPECT_EQ(plain("<{>x<b{>"), "<{>x");
    EXPECT_EQ(plain("a <b without end"), "a <b without end");
    EXPECT_EQ(plain("<a <b>x"), "<a x");
    EXPECT_EQ(plain("<a title=\"<b>x"), "<a title=\"x");
    EXPECT_EQ(plain("it's <B>5'6\"</B>"), "it's 5'6\"");
}

TEST(OdcHtml, References)
{
    EXPECT_EQ(plain("&lt;b&gt; &amp; &quot;x&quot; &APOS;"), "<b> & \"x\" '");
    EXPECT_EQ(plain("&#65;&#x42;&#X43;"), "ABC");
    EXPECT_EQ(plain("&#233;&#8364;&#x1F426;"), "\u00e9\u20ac\U0001F426");
    EXPECT_EQ(plain("a&nbsp;b"), "a\u00a0b");
    // None of these is a character.
    for (const char* text :
         {"&", "&;", "&nosuch;", "&#;", "&#x;", "&#xg;", "&#1a;", "&#0;", "&#31;", "&#127;", "&#159;", "&#xD800;",
          "&#xDFFF;", "&#x110000;", "&#99999999;", "&lt", "&a;", "&#-1;", "&averylongname;"}) {
        EXPECT_EQ(plain(text), text);
    }
    EXPECT_EQ(plain("&#160;&#xD7FF;&#xE000;&#x10FFFF;"), "\u00a0\uD7FF\uE000\U0010FFFF");
}

TEST(OdcHtml, IsNeverLonger)
{
    for (std::string_view text : {"&#x10FFFF;", "&nbsp;", "<p>", "<", "\n"}) {
        std::string out(text.size(), '#');
        EXPECT_LE(odc::plain_text(text, out), text.size());
    }
}

TEST(OdcHtml, SourceOfAnImage)
{
    constexpr std::string_view html =
        "<HTML><IMG ID=\"1\" SRC=\"one.gif\"> <B ID=2 SRC=x><img src='c:\\two 2.gif' width=1 id=2 >"
        "<IMG SRC=three.gif ID=\"no number\"><IMG ID=4><IMG SRC=\"<IMG ID=6\" ID=5><IMG SRC=unquoted ID=7";
    EXPECT_EQ(odc::image_source(html, "1"), "one.gif");
    EXPECT_EQ(odc::image_source(html, "2"), "c:\\two 2.gif");
    EXPECT_EQ(odc::image_source(html, "no number"), "three.gif");
    EXPECT_EQ(odc::image_source(html, "4"), "");
    EXPECT_EQ(odc::image_source(html, "5"), "<IMG ID=6");
    EXPECT_EQ(odc::image_source(html, "6"), "");
    EXPECT_EQ(odc::image_source(html, "7"), "") << "no end";
    EXPECT_EQ(odc::image_source("<IMG SRC=\"x ID=1>", "1"), "");
    EXPECT_EQ(odc::image_source("<IMG ALT SRC = x ID = 1>", "1"), "x");
    EXPECT_EQ(odc::image_source("<IMG ID=1 SRC=>", "1"), "");
    EXPECT_EQ(odc::image_source("<IMG\nSRC=x\r\nID\t=\n1>", "1"), "x");
    EXPECT_EQ(odc::image_source("<IMG SRC=x ALT>", "1"), "");
    EXPECT_EQ(odc::image_source("", "1"), "");
}

} // namespace
} // namespace oscar::test
