#include "io/from_date.h"

#include <vector>

#include "gtest/gtest.h"

namespace kenpin {
namespace {

struct DateCase {
  const char* name;
  const char* text;
  bool valid;
};

TEST(FromDateTest, Forms) {
  const std::vector<DateCase> cases = {
      {"asctime", "Thu Jan  1 00:00:01 2015", true},
      {"tabs between words", "Thu\tJan\t1 00:00:01 2015", true},
      {"one-digit hour", "Thu Jan  1 9:00:01 2015", true},
      {"zone of letters and digits", "Thu Jan  1 00:00:01 EST5EDT 2015", true},
      {"zone with a colon", "Thu Jan  1 00:00:01 +01:00 2015", true},
      {"zones on both sides", "Thu Jan  1 00:00:01 EST 2015 -0500", true},
      {"comma", "Thu, 1 Jan 2015 00:00:01 +0100", true},
      {"comma, no zone", "Thu, 1 Jan 2015 00:00", true},
      {"ISO without zone", "2015-01-31 23:59:59", true},
      {"first year", "Mon Jan  1 00:00:00 1900", true},
      {"last year", "Tue Dec 31 23:59:60 2199", true},
      {"leap year divisible by 400", "Tue Feb 29 00:00:00 2000", true},

      {"nothing", "", false},
      {"a day", "Thu", false},
      {"lower case", "thu Jan  1 00:00:01 2015", false},
      {"full name", "Thursday Jan  1 00:00:01 2015", false},
      {"31 April", "Thu Apr 31 00:00:01 2015", false},
      {"three-digit day", "Thu Jan 001 00:00:01 2015", false},
      {"year before the first", "Thu Jan  1 00:00:01 1899", false},
      {"five-digit year", "Thu Jan  1 00:00:01 20155", false},
      {"second 61", "Thu Jan  1 00:00:61 2015", false},
      {"time with a fourth part", "Thu Jan  1 00:00:01:00 2015", false},
      {"three words of zone", "Thu Jan  1 00:00:01 A B C 2015", false},
      {"lower-case zone", "Thu Jan  1 00:00:01 est 2015", false},
      {"too long a zone", "Thu Jan  1 00:00:01 ABCDEFGHIJK 2015", false},
      {"day first without year", "Thu, 1 Jan 00:00:01", false},
      {"ISO without time", "2015-01-31", false},
      {"ISO 30 February", "2015-02-30 00:00:00", false},
      {"ISO with more text", "2015-01-31 00:00:00 we met", false},
  };
  for (const DateCase& c : cases) EXPECT_EQ(IsFromLineDate(c.text), c.valid) << c.name;
}

}  // namespace
}  // namespace kenpin
