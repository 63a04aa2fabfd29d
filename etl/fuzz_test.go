package etl

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// FuzzConvert holds that any bytes become rows without a crash or are an error
// of the input, and that no row is lost on the way.
func FuzzConvert(f *testing.F) {
	for _, seed := range []string{
		"", plainCSV, "no,at,qty,price,total,back\nA,2024-05-01,2,20,54.50,\nA,2024-05-01,1,10,,\n", "no;at;qty;price;total;back\nA;01.02.2024;1,5;1.234;9;-9\nB;;;;;\nA;x;y;z;1;1\n",
		"no,at,qty,price,total,back\n#1,2024-05-01T10:00:00Z,99999999999,9999999999,1e14,1e-9\n", `{"no":"A","at":"2024-05-01","qty":1e300,"price":[1],"total":null,"back":true}`,
		"\ufeffno\tat\tqty\tprice\ttotal\tback\n\"A\nB\"\t2024-05-01\t(3)\t$5\t\t\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		path, folder := filepath.Join(t.TempDir(), "f"), t.TempDir()
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		source := orders().WithDefaults(Defaults{TimeZone: "Europe/Berlin", Currency: "EUR"})
		source.Decimal, source.Dates, source.FillDown = "", "", []string{"purchased_at"}
		made, err := Convert(context.Background(), File{Path: path, Name: "f", Source: source}, Settings{Folder: folder, Workers: 2, Report: unreported})
		if err != nil {
			if !errors.Is(err, ErrInput) {
				t.Fatalf("%v is no error of the input", err)
			}
			return
		}
		stored, refused := int64(0), int64(0)
		for _, part := range made.Parts {
			stored += part.Rows
		}
		if made.Rejects != nil {
			refused = made.Rejects.Rows
		}
		if tally := made.Tally; tally.Loaded+tally.Excluded+tally.Rejected != tally.Read || stored != tally.Loaded+tally.Excluded || refused < tally.Rejected || (refused > 0) != (tally.Rejected > 0) {
			t.Fatalf("%+v, %d stored, %d refused", tally, stored, refused)
		}
	})
}
