-- SPDX-License-Identifier: GPL-2.0-or-later
--
-- The fields of a file proposal in Lua, as one would write a dissector for them. tests/bench/host compares the plugin
-- with it.

local aim = Dissector.get("aim")
local proto = Proto("lua_rendezvous", "AIM Rendezvous in Lua")
local TYPES = {[0] = "Propose", [1] = "Cancel", [2] = "Accept", [3] = "NAK"}

local f = {
    type = ProtoField.uint16("lua_rendezvous.type", "Message type", base.DEC, TYPES),
    cookie = ProtoField.bytes("lua_rendezvous.cookie", "Cookie"),
    cookie_text = ProtoField.string("lua_rendezvous.cookie.text", "Cookie text"),
    service = ProtoField.guid("lua_rendezvous.service", "Service"),
    service_name = ProtoField.string("lua_rendezvous.service.name", "Service name"),
    peer = ProtoField.string("lua_rendezvous.peer", "Peer"),
    tlv = ProtoField.none("lua_rendezvous.tlv", "TLV"),
    tag = ProtoField.uint16("lua_rendezvous.tlv.tag", "Tag", base.HEX),
    length = ProtoField.uint16("lua_rendezvous.tlv.length", "Length"),
    value = ProtoField.bytes("lua_rendezvous.tlv.value", "Value"),
    ip_decoded = ProtoField.ipv4("lua_rendezvous.ip_xor.decoded", "IP address, decoded"),
    port_decoded = ProtoField.uint16("lua_rendezvous.port_xor.decoded", "Port, decoded"),
    data = ProtoField.bytes("lua_rendezvous.service_data", "Service data"),
    multiple = ProtoField.uint16("lua_rendezvous.file.multiple", "Multiple"),
    count = ProtoField.uint16("lua_rendezvous.file.count", "Files"),
    size = ProtoField.uint32("lua_rendezvous.file.size", "Total size"),
    name = ProtoField.string("lua_rendezvous.file.name", "File name"),
}
local BY_TAG = {
    [0x02] = ProtoField.ipv4("lua_rendezvous.ip", "IP address"),
    [0x03] = ProtoField.ipv4("lua_rendezvous.requester_ip", "Requester IP address"),
    [0x05] = ProtoField.uint16("lua_rendezvous.port", "Port"),
    [0x0A] = ProtoField.uint16("lua_rendezvous.sequence", "Sequence number"),
    [0x0F] = ProtoField.none("lua_rendezvous.request_host_check", "Request host check"),
    [0x16] = ProtoField.ipv4("lua_rendezvous.ip_xor", "IP address, XORed"),
    [0x17] = ProtoField.uint16("lua_rendezvous.port_xor", "Port, XORed"),
}
local all = {}
for _, field in pairs(f) do all[#all + 1] = field end
for _, field in pairs(BY_TAG) do all[#all + 1] = field end
proto.fields = all

local mismatch = ProtoExpert.new("lua_rendezvous.mismatch", "XORed value does not match", expert.group.PROTOCOL, expert.severity.WARN)
proto.experts = {mismatch}

local function service_data(tvb, tree)
    tree:add(f.multiple, tvb(0, 2))
    tree:add(f.count, tvb(2, 2))
    tree:add(f.size, tvb(4, 4))
    tree:add(f.name, tvb(8))
end

local function block(tvb, pinfo, tree)
    local root = tree:add(proto, tvb)
    local kind = tvb(0, 2):uint()
    root:add(f.type, tvb(0, 2))
    root:add(f.cookie, tvb(2, 8)):add(f.cookie_text, tvb(2, 8)):set_generated()
    root:add(f.service, tvb(10, 16)):add(f.service_name, tvb(10, 16), "File Transfer"):set_generated()
    local at, ip, port = 26, nil, nil
    local text = TYPES[kind] or "Unknown"
    while at + 4 <= tvb:len() do
        local tag, length = tvb(at, 2):uint(), tvb(at + 2, 2):uint()
        if at + 4 + length > tvb:len() then break end
        local item = root:add(f.tlv, tvb(at, 4 + length))
        item:add(f.tag, tvb(at, 2))
        item:add(f.length, tvb(at + 2, 2))
        local value = length > 0 and tvb(at + 4, length) or tvb(at, 4)
        if BY_TAG[tag] then
            local added = item:add(BY_TAG[tag], value)
            if tag == 0x02 then
                ip = tostring(value:ipv4())
            elseif tag == 0x05 then
                port = value:uint()
            elseif tag == 0x16 then
                local b = value:bytes()
                local decoded = string.format("%d.%d.%d.%d", 255 - b:get_index(0), 255 - b:get_index(1),
                                              255 - b:get_index(2), 255 - b:get_index(3))
                item:add(f.ip_decoded, value, Address.ip(decoded)):set_generated()
                if ip and ip ~= decoded then added:add_proto_expert_info(mismatch) end
            elseif tag == 0x17 then
                local decoded = bit.bxor(value:uint(), 0xFFFF)
                item:add(f.port_decoded, value, decoded):set_generated()
                if port and port ~= decoded then added:add_proto_expert_info(mismatch) end
            end
        elseif tag == 0x2711 and length > 8 then
            service_data(value, item:add(f.data, value))
            text = text .. ' "' .. value(8):stringz() .. '"'
        elseif length > 0 then
            item:add(f.value, value)
        end
        at = at + 4 + length
    end
    pinfo.cols.protocol:set("AIM Rendezvous")
    pinfo.cols.info:append(", " .. text)
end

local function icbm(tvb, pinfo, tree)
    local at = 27 + tvb(26, 1):uint() -- FLAP, SNAC, cookie, channel, screen name
    while at + 4 <= tvb:len() do
        local tag, length = tvb(at, 2):uint(), tvb(at + 2, 2):uint()
        if tag == 5 and length >= 26 then
            block(tvb(at + 4, length):tvb(), pinfo, tree)
            return
        end
        at = at + 4 + length
    end
end

function proto.dissector(tvb, pinfo, tree)
    local used = aim:call(tvb, pinfo, tree)
    local at = 0
    while at + 6 <= tvb:len() and tvb(at, 1):uint() == 0x2A do
        local length = 6 + tvb(at + 4, 2):uint()
        if at + length > tvb:len() then break end
        if length > 27 and tvb(at + 6, 4):uint() == 0x00040006 and tvb(at + 24, 2):uint() == 2 then
            icbm(tvb(at, length):tvb(), pinfo, tree)
        end
        at = at + length
    end
    return used
end

DissectorTable.get("tcp.port"):add(5190, proto)
