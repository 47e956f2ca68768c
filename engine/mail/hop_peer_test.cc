#include "engine/mail/hop_peer.h"

#include <gtest/gtest.h>

namespace kenpin {
namespace {

struct AddressCase {
  std::string_view text;
  std::string_view address;  // Empty: none.
};

const AddressCase kAddresses[] = {
    {"192.0.2.1", "192.0.2.1"},
    {"[192.0.2.1]", "192.0.2.1"},
    {"[192.0.2.1]:25", "192.0.2.1"},
    {"[192.0.2.1:25]", "192.0.2.1"},
    {"192.0.2.1:25", "192.0.2.1"},
    {"[192.0.2.1", "192.0.2.1"},
    {"[IPv6:2001:db8::1]", "2001:db8::1"},
    {"ipv6:2001:db8::1", "2001:db8::1"},
    {"[2001:db8::1]", "2001:db8::1"},
    {"2001:db8::1", "2001:db8::1"},
    {"[fe80::1%eth0]", "fe80::1"},
    {"::ffff:192.0.2.1", "192.0.2.1"},
    {"[IPv6:::ffff:192.0.2.1]", "192.0.2.1"},
    {"[]", ""},
    {"[", ""},
    {"", ""},
    {"192.0.2", ""},
    {"192.0.2.256", ""},
    {"a.example:25", ""},
};

TEST(HopPeer, Addresses) {
  for (const AddressCase& c : kAddresses) {
    EXPECT_EQ(ParsePeerAddress(c.text), c.address.empty() ? std::nullopt : ParseIpAddress(c.address))
        << c.text;
  }
}

struct CommentCase {
  std::string_view inside;
  bool about_peer;
  std::string_view name = "";
  std::string_view helo = "";
  bool has_address = true;
};

const CommentCase kComments[] = {
    {"mx.a.example. [192.0.2.1]", true, "mx.a.example."},
    {"unknown [192.0.2.1]", true, "unknown"},
    {"unknown[192.0.2.1]", true, "unknown"},
    {"[192.0.2.1] helo=h", true, "", "h"},
    {"port=1 helo=[10.0.0.1] ident=u", true, "", "[10.0.0.1]", false},
    {"HELO h", true, "", "h", false},
    {"EHLO [10.0.0.1]", true, "", "[10.0.0.1]", false},
    {"HELO", true, "", "", false},
    {"u@192.0.2.1", true},
    {"IDENT:u@mx.a.example [192.0.2.1]", true, "mx.a.example"},
    {"u@mx.a.example", true, "mx.a.example", "", false},
    {"mx.a.example", true, "mx.a.example", "", false},
    {"192.0.2.1, claiming to be \"h\"", true},
    {"TLS1.2", false, "", "", false},
    {"authenticated", false, "", "", false},
    {"using TLSv1.2 with cipher AES256-SHA", false, "", "", false},
    {"Authenticated sender: u@b.example", false, "", "", false},
    {"may be forged", false, "", "", false},
    {"", false, "", "", false},
};

TEST(HopPeer, Comments) {
  for (const CommentCase& c : kComments) {
    SCOPED_TRACE(c.inside);
    PeerWords peer;
    EXPECT_EQ(ReadPeerComment(c.inside, &peer), c.about_peer);
    EXPECT_EQ(peer.name, c.name);
    EXPECT_EQ(peer.helo, c.helo);
    EXPECT_EQ(peer.address.has_value(), c.has_address);
  }
}

TEST(HopPeer, FirstAddressAndHeloStay) {
  PeerWords peer;
  EXPECT_TRUE(ReadPeerComment("HELO first", &peer));
  EXPECT_TRUE(ReadPeerComment("192.0.2.1", &peer));
  ReadPeerComment("HELO second [192.0.2.2]", &peer);
  EXPECT_EQ(peer.helo, "first");
  EXPECT_EQ(peer.address, ParseIpAddress("192.0.2.1"));
  EXPECT_TRUE(ReadPeerComment("may be forged", &peer));
  EXPECT_TRUE(peer.may_be_forged);
}

}  // namespace
}  // namespace kenpin
