#include "engine/mail/addr_spec.h"

#include <gtest/gtest.h>

#include <string>

namespace kenpin {
namespace {

struct VerdictCase {
  std::string_view text;
  AddrSpecVerdict verdict;
};

const VerdictCase kVerdictCases[] = {
    {"a@b.example", AddrSpecVerdict::kValid},
    {"a.b+c@b.example", AddrSpecVerdict::kValid},
    {"\"a b\"@b.example", AddrSpecVerdict::kValid},
    {"a@[192.0.2.1]", AddrSpecVerdict::kValid},
    {"\xe6\xa4\x9c@\xe5\x93\x81.example", AddrSpecVerdict::kValid},
    {" a@b.example", AddrSpecVerdict::kAnnotated},
    {"a@b.example ", AddrSpecVerdict::kAnnotated},
    {"a(c)@b.example", AddrSpecVerdict::kAnnotated},
    {"a .b@b.example", AddrSpecVerdict::kAnnotated},
    {"\"a\".b@b.example", AddrSpecVerdict::kAnnotated},
    {"\"a\r\n b\"@b.example", AddrSpecVerdict::kAnnotated},
    {"a@[IPv6:1:2:3:4:5:6:7::]", AddrSpecVerdict::kAnnotated},
    {"a@b_c.example", AddrSpecVerdict::kNotForSmtp},
    {"a@[x]", AddrSpecVerdict::kNotForSmtp},
    {"", AddrSpecVerdict::kInvalid},
    {"a", AddrSpecVerdict::kInvalid},
    {"a@", AddrSpecVerdict::kInvalid},
    {"@b.example", AddrSpecVerdict::kInvalid},
    {"a..b@b.example", AddrSpecVerdict::kInvalid},
    {"a.@b.example", AddrSpecVerdict::kInvalid},
    {"a@b.example.", AddrSpecVerdict::kInvalid},
    {"a@b@c", AddrSpecVerdict::kInvalid},
    {"a b@c.example", AddrSpecVerdict::kInvalid},
    {"<a@b.example>", AddrSpecVerdict::kInvalid},
    {"a@b.example,", AddrSpecVerdict::kInvalid},
    {"a@b.example\n", AddrSpecVerdict::kInvalid},
    {"a@b.example\r\n", AddrSpecVerdict::kInvalid},
    {"(a@b.example", AddrSpecVerdict::kInvalid},
};

TEST(AddrSpec, Table) {
  for (const VerdictCase& c : kVerdictCases) EXPECT_EQ(CheckAddrSpec(c.text), c.verdict) << c.text;
}

TEST(AddrSpec, Lengths) {
  const std::string local(kMaxLocalPartOctets, 'a');
  EXPECT_EQ(CheckAddrSpec(local + "@b.example"), AddrSpecVerdict::kValid);
  EXPECT_EQ(CheckAddrSpec(local + "a@b.example"), AddrSpecVerdict::kNotForSmtp);
  EXPECT_EQ(CheckAddrSpec("a@" + std::string(63, 'b') + ".example"), AddrSpecVerdict::kValid);
  EXPECT_EQ(CheckAddrSpec("a@" + std::string(64, 'b') + ".example"), AddrSpecVerdict::kNotForSmtp);
  std::string domain = "b";
  while (domain.size() + 2 + 2 <= kMaxAddrSpecOctets) domain += ".b";
  EXPECT_EQ(CheckAddrSpec("a@" + domain), AddrSpecVerdict::kValid);
  EXPECT_EQ(CheckAddrSpec("ab@b" + domain), AddrSpecVerdict::kNotForSmtp);
}

}  // namespace
}  // namespace kenpin
