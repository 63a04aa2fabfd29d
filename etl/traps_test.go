package etl_test

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// The traps that exports really contain, one test for each. Beside the trap each
// holds its nearest neighbours: what looks like it and is none.

func TestTrap01_HeaderSeparatedByCommaAndSpace(t *testing.T) {
	vtiger := trapNamed(t, "01-header-separated-by-comma-and-space")
	vtiger.holds()
	vtiger.but("the rows too", `","`, `", "`, `""A"", ""B"" and`, `""A"", ""B"" and`).holds()
	vtiger.but("the rows alone", `", "`, `","`, `""A"", ""B"" and`, `""A"", ""B"" and`, "\n\"CON1\",", "\n\"CON1\", ").holds()
}

func TestTrap02_MarkBeforeAQuotedHeader(t *testing.T) {
	bitrix := trapNamed(t, "02-mark-before-a-quoted-header")
	bitrix.holds()
	bitrix.encoded("no mark", func(content string) string { return content }).holds()
	bitrix.encoded("two marks", func(content string) string { return "\ufeff\ufeff" + content }).holds()
	bitrix.but("a header without quotes", `"ID"`, `ID`).holds()
	for why, order := range map[string]unicode.Endianness{"utf-16": unicode.LittleEndian, "utf-16, high byte first": unicode.BigEndian} {
		bitrix.encoded(why, func(content string) string {
			encoded, err := unicode.UTF16(order, unicode.UseBOM).NewEncoder().String(content)
			if err != nil {
				t.Fatal(err)
			}
			return encoded
		}).holds()
	}
}

func TestTrap03_DelimiterAtTheEndOfEveryLine(t *testing.T) {
	bitrix := trapNamed(t, "03-delimiter-at-the-end-of-every-line")
	bitrix.holds()
	bitrix.but("none", ";\n", "\n").holds()
	bitrix.but("below the header only", "\"Источник\";\n", "\"Источник\"\n").holds()
	bitrix.but("two of them", ";\n", ";;\n").holds()
	bitrix.encoded("windows lines", func(content string) string { return strings.ReplaceAll(content, "\n", "\r\n") }).holds()
	trapNamed(t, "03-delimiter-at-the-end-of-every-line.filled").holds()
}

func TestTrap04_NumberSignBeforeAnOrder(t *testing.T) {
	trapNamed(t, "04-number-sign-before-an-order").holds()
	trapNamed(t, "04-number-sign-before-an-order.ga4").holds()
	trapNamed(t, "04-number-sign-before-an-order.numbered").holds()
	trapNamed(t, "04-number-sign-before-an-order.comments").holds()
}

func TestTrap05_DuplicateColumns(t *testing.T) {
	trapNamed(t, "05-duplicate-columns").holds()
	trapNamed(t, "05-duplicate-columns.pipedrive").holds()
}

func TestTrap06_CurrencyInTheHeader(t *testing.T) {
	amo := trapNamed(t, "06-currency-in-the-header")
	amo.holds()
	amo.but("another sign", "Бюджет ₸", "Бюджет ₽").wanting("KZT", "RUB").holds()
	amo.but("a code in brackets", "Бюджет ₸", "Бюджет (KZT)").holds()
	amo.but("no sign, and a blank", "Бюджет ₸", "Бюджет ").wanting("KZT", "EUR").holds()
	trapNamed(t, "06-currency-in-the-header.kommo").holds()
	trapNamed(t, "06-currency-in-the-header.own").holds()
}

func TestTrap07_WordsInADateColumn(t *testing.T) {
	trapNamed(t, "07-words-in-a-date-column").holds()
}

func TestTrap08_ApostropheBeforeATelephone(t *testing.T) {
	trapNamed(t, "08-apostrophe-before-a-telephone").holds()
	trapNamed(t, "08-apostrophe-before-a-telephone.shopify").holds()
}

func TestTrap09_WebPageCalledXLS(t *testing.T) {
	page := trapNamed(t, "09-web-page-called-xls")
	page.holds()
	page.encoded("with a mark", func(content string) string { return "\ufeff" + content }).holds()
	page.encoded("in cp1251", func(content string) string {
		encoded, err := charmap.Windows1251.NewEncoder().String(strings.Replace(content, "UTF-8", "windows-1251", 1))
		if err != nil {
			t.Fatal(err)
		}
		return encoded
	}).holds()
	trapNamed(t, "09-web-page-called-xls.text").holds()
	page.encoded("no table in it", func(string) string {
		return "<!DOCTYPE html>\n<html><body><p>Your session has expired. <a href=\"/login\">Log in</a></p></body></html>\n"
	}).refused("not a table")
}

func TestTrap10_DealOfSeveralRows(t *testing.T) {
	trapNamed(t, "10-deal-of-several-rows").holds()
	trapNamed(t, "10-deal-of-several-rows.shopify").holds()
	trapNamed(t, "10-deal-of-several-rows.repeated").holds()
}

func TestTrap11_NamesAsLinks(t *testing.T) {
	trapNamed(t, "11-names-as-links").holds()
}

func TestTrap12_PreambleTreeAndTotal(t *testing.T) {
	tree := trapNamed(t, "12-preamble-tree-and-total")
	tree.holds()
	tree.but("outline alone", "··", "").holds()
	tree.but("indents alone", ">>", "").holds()
	trapNamed(t, "12-preamble-tree-and-total.flat").holds()
}

func TestTrap13_Footers(t *testing.T) {
	report := trapNamed(t, "13-footers")
	report.holds()
	report.but("no quotes around the copyright", "\"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved.\"\n",
		"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved.\n").holds()
	report.but("the other order", "\"Confidential Information - Do Not Distribute\"\n", "",
		"inc. All rights reserved.\"\n", "inc. All rights reserved.\"\n\"Confidential Information - Do Not Distribute\"\n").holds()
}

func TestTrap14_TwoColumnsOfASum(t *testing.T) {
	report := trapNamed(t, "14-two-columns-of-a-sum")
	report.holds()
	report.but("one of them called Amount", `"Total Amount Currency","Total Amount"`, `"Amount Currency","Amount"`).holds()
}

func TestTrap15_TechnicalColumnsFirst(t *testing.T) {
	view := trapNamed(t, "15-technical-columns-first")
	view.holds()
	view.but("in Russian", "(Do Not Modify)", "(Не изменять)", "Contact\t", "Контакт\t").wanting("2026-05-13 10:00:00", "").holds()
	view.but("no blank before the name", "\t Full Name", "\tFull Name").holds()
}

func TestTrap16_IDsWithAPrefix(t *testing.T) {
	trapNamed(t, "16-ids-with-a-prefix").holds()
	trapNamed(t, "16-ids-with-a-prefix.contacts").holds()
}

func TestTrap17_FormattedMoneyAndPackedArticles(t *testing.T) {
	trapNamed(t, "17-formatted-money-and-packed-articles").holds()
}

func TestTrap18_EntitiesInValues(t *testing.T) {
	trapNamed(t, "18-entities-in-values").holds()
	trapNamed(t, "18-entities-in-values.plain").holds()
}

func TestTrap19_SeveralValuesInACell(t *testing.T) {
	trapNamed(t, "19-several-values-in-a-cell").holds()
	trapNamed(t, "19-several-values-in-a-cell.hubspot").holds()
	trapNamed(t, "19-several-values-in-a-cell.amocrm").holds()
}

func TestTrap20_BlanksBetweenThousands(t *testing.T) {
	lines := trapNamed(t, "20-blanks-between-thousands")
	lines.holds()
	lines.but("plain blanks", "18\u00a0997\u00a0284,50", "18 997 284,50", "1\u00a0000,500", "1 000,500").holds()
	lines.but("apostrophes", "18\u00a0997\u00a0284,50", "18'997'284,50").holds()
	lines.but("points", "18\u00a0997\u00a0284,50", "18.997.284,50").holds()
}

func TestTrap21_RenamedDeals(t *testing.T) {
	portal := trapNamed(t, "21-renamed-deals")
	portal.holds()
	portal.but("another word", "Стадия заявки", "Стадия проекта", "Название заявки", "Название проекта", "Заявка закрыта", "Проект закрыт").holds()
	trapNamed(t, "21-renamed-deals.own").holds()
}

func TestTrap22_RenamedBetweenVersions(t *testing.T) {
	stripe := trapNamed(t, "22-renamed-between-versions")
	stripe.holds()
	stripe.but("today", "id,Description,Created (UTC)", "ID,Description,Created date (UTC)").holds()
	shopify := trapNamed(t, "22-renamed-between-versions.shopify")
	shopify.holds()
	shopify.but("as documented", "Lineitem sku", "Lineitem SKU", "Cancelled at", "Canceled at", "compare at price", "compare-at price").holds()
	bitrix := trapNamed(t, "22-renamed-between-versions.bitrix24")
	bitrix.holds()
	bitrix.but("today", "Направление", "Воронка", "Предполагаемая дата закрытия", "Дата завершения").holds()
	woo := trapNamed(t, "22-renamed-between-versions.woocommerce")
	woo.holds()
	woo.but("today", ",N. Revenue\n", ",Net Sales\n").holds()
}

func TestTrap23_LocalTimesUTCAndOffsets(t *testing.T) {
	trapNamed(t, "23-times-of-several-clocks").holds()
	trapNamed(t, "23-times-of-several-clocks.shopify").holds()
	trapNamed(t, "23-times-of-several-clocks.stripe").holds()
	trapNamed(t, "23-times-of-several-clocks.hubspot").holds()
}
