// Header field parsers against test suites that others wrote: isemail's addresses, aerc's and Thunderbird's
// List-Unsubscribe fields, mail of Japanese carriers. A case that is known to fail is listed with the reason,
// and the list is exact: one that starts to pass is a failure too.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "engine/mail/addr_spec.h"
#include "engine/mail/from.h"
#include "engine/mail/list_unsubscribe.h"
#include "engine/mail/mailbox.h"
#include "engine/mail/test_message.h"

namespace kenpin {
namespace {

namespace fs = std::filesystem;

// The whole file; empty if there is none.
std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

fs::path Suite(std::string_view name) { return fs::path(KENPIN_CONFORMANCE_DIR) / name; }

#define SKIP_WITHOUT(path) \
  if (!fs::exists(path)) GTEST_SKIP() << "no test suite at " << (path)

// --- isemail ---

struct AddressCase {
  std::string id;
  std::string address;
  std::string category;
};

// The octets that `c` stands for. U+2400 to U+2421 are the symbols of the controls, which XML cannot hold.
void AppendUtf8(uint32_t c, std::string* out) {
  if (c >= 0x2400 && c < 0x2420) {
    *out += static_cast<char>(c - 0x2400);
  } else if (c < 0x80) {
    *out += static_cast<char>(c);
  } else if (c < 0x800) {
    *out += static_cast<char>(0xc0 | c >> 6);
    *out += static_cast<char>(0x80 | (c & 0x3f));
  } else {
    *out += static_cast<char>(0xe0 | c >> 12);
    *out += static_cast<char>(0x80 | (c >> 6 & 0x3f));
    *out += static_cast<char>(0x80 | (c & 0x3f));
  }
}

std::string DecodeXml(std::string_view text) {
  const std::map<std::string_view, char> names = {
      {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '&') {
      out += text[i];
      continue;
    }
    const size_t end = text.find(';', i);
    const std::string entity(text.substr(i + 1, end - i - 1));
    if (entity[0] == '#') {
      const bool hex = entity[1] == 'x' || entity[1] == 'X';
      AppendUtf8(static_cast<uint32_t>(std::stoul(entity.substr(hex ? 2 : 1), nullptr, hex ? 16 : 10)), &out);
    } else {
      out += names.at(entity);
    }
    i = end;
  }
  return out;
}

// The text of the first element `name` in `xml`, undecoded.
std::string_view Element(std::string_view xml, const std::string& name) {
  const std::string open = "<" + name + ">";
  const size_t begin = xml.find(open);
  if (begin == std::string_view::npos) return {};
  return xml.substr(begin + open.size(), xml.find("</" + name + ">") - begin - open.size());
}

std::vector<AddressCase> ReadAddressCases(std::string_view xml) {
  constexpr std::string_view kOpen = "<test id=\"";
  std::vector<AddressCase> cases;
  for (size_t at = xml.find(kOpen); at != std::string_view::npos; at = xml.find(kOpen, at + 1)) {
    const std::string_view test = xml.substr(at + kOpen.size(), xml.find("</test>", at) - at - kOpen.size());
    cases.push_back({std::string(test.substr(0, test.find('"'))), DecodeXml(Element(test, "address")),
                     std::string(Element(test, "category"))});
  }
  return cases;
}

// What the suite's category asks for. Its DNS warnings are valid addresses: no DNS is asked here.
AddrSpecVerdict VerdictOf(const std::string& category) {
  if (category == "ISEMAIL_ERR") return AddrSpecVerdict::kInvalid;
  if (category == "ISEMAIL_RFC5322") return AddrSpecVerdict::kNotForSmtp;
  if (category == "ISEMAIL_CFWS" || category == "ISEMAIL_DEPREC") return AddrSpecVerdict::kAnnotated;
  return AddrSpecVerdict::kValid;
}

// Checks every case of a file, but for the `known` ones, which must fail. Returns the number of cases.
size_t CheckAddresses(const std::string& xml, const std::map<std::string, std::string>& known) {
  const std::vector<AddressCase> cases = ReadAddressCases(xml);
  for (const AddressCase& c : cases) {
    const bool agrees = CheckAddrSpec(c.address) == VerdictOf(c.category);
    const auto reason = known.find(c.id);
    if (reason == known.end()) {
      EXPECT_TRUE(agrees) << c.id << " " << c.category << " " << c.address << " got "
                          << static_cast<int>(CheckAddrSpec(c.address));
    } else {
      EXPECT_FALSE(agrees) << c.id << " passes, but is listed as failing: " << reason->second;
    }
  }
  return cases.size();
}

TEST(ConformanceFields, Isemail) {
  const fs::path path = Suite("rfc5322-isemail") / "tests.xml";
  SKIP_WITHOUT(path);
  EXPECT_EQ(CheckAddresses(ReadFile(path),
                           {{"160", "RFC 6532 §3.2 makes UTF-8 part of VCHAR, so it may be quoted"}}),
            164u);
}

TEST(ConformanceFields, IsemailOriginal) {
  const fs::path path = Suite("rfc5322-isemail") / "tests-original.xml";
  SKIP_WITHOUT(path);
  const std::string elision =
      "'::' for a single group: the newer file calls it deprecated, and so does kenpin";
  EXPECT_EQ(CheckAddresses(ReadFile(path), {{"39", elision},
                                            {"45", elision},
                                            {"230", elision},
                                            {"231", elision},
                                            {"252", elision},
                                            {"254", elision}}),
            279u);
}

// --- List-Unsubscribe ---

TEST(ConformanceFields, ListUnsubscribe) {
  const fs::path path = Suite("list-unsubscribe") / "cases.jsonl";
  SKIP_WITHOUT(path);
  std::ifstream in(path);
  size_t cases = 0;
  for (std::string line; std::getline(in, line); ++cases) {
    SCOPED_TRACE(line);
    const nlohmann::json c = nlohmann::json::parse(line);
    const std::string body = c["list_unsubscribe"].is_null() ? "" : c["list_unsubscribe"].get<std::string>();
    Arena arena;
    const std::span<const std::string_view> uris = ParseUriList(body, arena);
    if (c.contains("uris")) {
      const std::vector<std::string> expected = c["uris"].get<std::vector<std::string>>();
      EXPECT_EQ(std::vector<std::string>(uris.begin(), uris.end()), expected);
      continue;
    }
    // Which of several safe URIs is preferred is the client's choice; that there is one is not.
    const auto is_safe = [](std::string_view uri) {
      const UriScheme scheme = ClassifyUriScheme(uri);
      return scheme == UriScheme::kHttps || scheme == UriScheme::kMailto;
    };
    EXPECT_EQ(std::any_of(uris.begin(), uris.end(), is_safe), !c["preferred"].is_null());
    if (!c["preferred"].is_null()) {
      const std::string uri = c["preferred"]["uri"].get<std::string>();
      EXPECT_NE(std::find(uris.begin(), uris.end(), uri), uris.end());
      EXPECT_TRUE(is_safe(uri));
    }
  }
  EXPECT_EQ(cases, 15u);
}

// --- Mail of Japanese carriers ---

TEST(ConformanceFields, JapaneseMailHasOneAuthor) {
  const fs::path folder = Suite("japanese");
  SKIP_WITHOUT(folder);
  size_t messages = 0;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".eml") continue;
    SCOPED_TRACE(entry.path().filename());
    ++messages;
    TestMessage message(ReadFile(entry.path()));
    const AddressList list = ParseShownAddresses(message.view, message.arena).from;
    const FromFacts from = ParseFromFacts(message.view, list, message.arena);
    EXPECT_TRUE(from.usable());
    EXPECT_FALSE(from.domain.empty());
    EXPECT_FALSE(from.address_in_display_name);
  }
  EXPECT_GT(messages, 20u);
}

// The suite's note, on addresses that docomo and au once gave out: no RFC 5322 syntax, but the domain is
// plain to see.
TEST(ConformanceFields, CarrierAddressesYieldTheirDomain) {
  for (const std::string_view local : {"a..b", "a..b.", "a.", ".a", "a...b"}) {
    const std::string address = std::string(local) + "@docomo.ne.jp";
    Arena arena;
    const AddressList list = ParseAddressList(address, arena);
    ASSERT_EQ(list.mailboxes.size(), 1u) << address;
    EXPECT_EQ(list.mailboxes[0].domain, "docomo.ne.jp");
    EXPECT_EQ(list.mailboxes[0].local_part, local);
    EXPECT_TRUE(list.notes.Has(AddressNote::kDots));
    EXPECT_TRUE(list.malformed);
    EXPECT_EQ(CheckAddrSpec(address), AddrSpecVerdict::kInvalid);
  }
}

}  // namespace
}  // namespace kenpin
