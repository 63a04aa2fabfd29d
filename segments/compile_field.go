package segments

import "strings"

// decimals is wide enough for every number that a rule can have.
const decimals = "decimal(18, 4)"

// field compares a field of the customer, in everybody's table or in one that
// has rows of those alone of whom it is known.
func (c *compiler) field(f fieldTest) string {
	of := fieldCalled(f.field)
	if of.kind == kindField {
		return c.kindTest(f, of)
	}
	if of.table == "customer_figures" {
		return "coalesce(" + c.fieldTest(f, of, "c."+of.column) + ", false)"
	}
	if !c.world.has(of.table) {
		return "false"
	}
	return among("select t.customer_id from " + of.table + " as t where " + c.fieldTest(f, of, strings.ReplaceAll(of.column, of.bare(), "t."+of.bare())))
}

// bare is the column of a field's expression.
func (f field) bare() string { return f.column[strings.LastIndexByte(f.column, ' ')+1:] }

func (c *compiler) fieldTest(f fieldTest, of field, expression string) string {
	switch f.test {
	case testKnown:
		if of.kind == textField || of.kind == tagField {
			return "trim(" + expression + ") <> ''"
		}
		return expression + " is not null"
	case testYes:
		return expression
	case testNo:
		return "not " + expression
	case testNumber:
		if of.kind == shareField {
			return c.compared(expression, f.number, "double")
		}
		return c.compared(expression, f.number, decimals)
	case testPeriod:
		return c.within(expression, f.period)
	}
	if of.kind == tagField {
		return c.tags(expression, f.test, f.names)
	}
	return c.anyText(expression, f.test, f.names)
}

// tags is true where one of the tags is one of the texts, or has one in it.
func (c *compiler) tags(expression string, how test, names []name) string {
	if how != testIs {
		return "len(list_filter(string_split(" + expression + ", ','), lambda tag: " + c.anyText("trim(tag)", how, names) + ")) > 0"
	}
	var tests []string
	for _, one := range names {
		tests = append(tests, "list_contains(list_transform(string_split(lower("+expression+"), ','), lambda tag: trim(tag)), lower("+c.text(one.text)+"))")
	}
	return "(" + strings.Join(tests, " or ") + ")"
}

// kindTest is true of who is in a segment of a kind, or in any of that kind.
func (c *compiler) kindTest(f fieldTest, of field) string {
	if f.test == testKnown {
		return among("select m.customer_id from segment_members as m where m.kind = " + c.text(of.column))
	}
	return c.segment(f.names, of.column)
}
