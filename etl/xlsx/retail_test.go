package xlsx

import (
	"os"
	"strconv"
	"testing"

	"clientele/internal/realdata"
)

// onlineRetail is the data set "Online Retail" (UCI, doi:10.24432/C5BW33).
func onlineRetail(t testing.TB) string {
	t.Helper()
	return realdata.Path(t, "online-retail/Online Retail.xlsx")
}

// The totals are those of the published data set.
func TestRows_OnlineRetailHasItsKnownTotals(t *testing.T) {
	w, err := Open(onlineRetail(t))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = w.Close() }()
	rows, err := w.Rows("")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	if !rows.Next() || rows.Cells()[6].Text != "CustomerID" {
		t.Fatal("no header")
	}
	var quantity, anonymous, count int
	first, last := "9", "0"
	for rows.Next() {
		cells := rows.Cells()
		n, err := strconv.Atoi(cells[3].Text)
		if err != nil || cells[4].Kind != Date || cells[5].Kind != Number {
			t.Fatalf("row %d: %v", rows.Number(), cells)
		}
		count++
		quantity += n
		if cells[6].Kind == Empty {
			anonymous++
		}
		first, last = min(first, cells[4].Text), max(last, cells[4].Text)
	}
	if rows.Err() != nil || count != 541_909 || quantity != 5_176_450 || anonymous != 135_080 || rows.Number() != 541_910 {
		t.Errorf("%d rows, %d pieces, %d anonymous, last row %d: %v", count, quantity, anonymous, rows.Number(), rows.Err())
	}
	if first != "2010-12-01 08:26:00" || last != "2011-12-09 12:50:00" {
		t.Errorf("from %s to %s", first, last)
	}
}

func TestRows_AgreeWithExcelizeOnOnlineRetail(t *testing.T) {
	path := onlineRetail(t)
	most := 20_000
	if os.Getenv("CLIENTELE_LONG") != "" {
		most = 541_910
	} else {
		t.Log("the first 20,000 rows; excelize needs 14 s for all, which CLIENTELE_LONG=1 compares")
	}
	if rows := compareFile(t, path, "Online Retail", most); rows != most {
		t.Errorf("%d rows were compared, want %d", rows, most)
	}
}
