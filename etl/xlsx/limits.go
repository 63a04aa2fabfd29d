package xlsx

// limits bound what an untrusted workbook can make us do.
type limits struct {
	window      int   // bytes of XML held at a time
	tokenBytes  int   // one tag or one run of text
	cellBytes   int   // the text of one cell
	columns     int   // of a sheet
	rows        int   // of a sheet
	depth       int   // of nested elements
	sharedBytes int64 // all shared strings with their index
	styles      int   // cell styles, number formats and sheets
	smallBytes  int64 // XML of a part that is not a sheet or the shared strings
	sheetBytes  int64 // XML of a sheet or of the shared strings
	ratio       int64 // XML bytes per compressed byte …
	ratioFrom   int64 // … in parts of at least so many XML bytes
}

func defaultLimits() limits {
	return limits{
		window: 256 << 10,
		// Excel's longest text has 32,767 characters, each at most 10 bytes as an
		// entity; other programs write longer ones.
		tokenBytes:  4 << 20,
		cellBytes:   1 << 20,
		columns:     16_384,
		rows:        1_048_576,
		depth:       256,
		sharedBytes: 512 << 20,
		// Excel itself stops at 65,490 styles.
		styles:     1 << 20,
		smallBytes: 256 << 20,
		sheetBytes: 16 << 30,
		// Sheets are packed 10 to 40 times, blank styled rows some 100 times. What
		// deflate can do is 1,032 times, and only bombs come near.
		ratio:     400,
		ratioFrom: 32 << 20,
	}
}
