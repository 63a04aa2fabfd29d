// Package alerts reads the sentences in which somebody asks to be told of a
// number ("revenue this week below the forecast's lower band", "At risk grew by
// 20 %"), says of measured numbers whether such a sentence holds, and whether it
// began to: once per crossing a mail goes out.
//
// A rule is of one of two things:
//
//   - a figure over a period: revenue, orders, buyers, new customers, returns,
//     margin or average order, this week, last week, this month or last month, of
//     the whole company or "of manager X", "in country Y", "in category Z";
//   - a size on the day: how many customers are in a segment (of RFM, of the
//     lifecycle, of the company's own, a cluster), or the money at stake.
//
// Everything is as of the day of the run. This week are the seven days that end
// with it, last week the seven before: always complete, whatever weekday it is.
// This month is the calendar month in which the day lies, and last month the
// latest one that has ended by it; on the last day of a month both are the same.
//
// It is compared with one of four things:
//
//   - a number: below, above, at least, at most;
//   - the forecast's band of 95 %, of a model that has not seen the period (see
//     Expect), so that where nothing has changed it holds in one of forty;
//   - the plan (targets), by per cent;
//   - the same before: the week or the month before, or a year before.
//
// Small numbers change by large percentages. A change of a count (customers,
// orders) holds only where it is LeastChange or more, or as much as the rule says
// itself ("and at least 5"); one of money only where both periods together have
// LeastOrders.
package alerts
