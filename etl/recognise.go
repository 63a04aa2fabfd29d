package etl

import (
	"slices"

	"clientele/internal/strictyaml"
)

// aliases are headers that say what a column holds, in English, Russian and
// Spanish, by field. The first that a file has is taken.
func aliases() []alias {
	return []alias{
		{"order_id", []string{"order_id", "order id", "order", "order number", "invoice", "invoiceno", "invoice_no", "invoice no", "receipt", "номер заказа", "заказ", "номер", "pedido", "numero de pedido", "factura"}},
		{"customer", []string{"customer_id", "customer id", "customerid", "customer", "client", "client_id", "user_id", "id", "клиент", "код клиента", "контрагент", "покупатель", "cliente", "id cliente"}},
		{"purchased_at", []string{"purchased_at", "date", "day", "order_date", "order date", "invoicedate", "invoice date", "created at", "created_at", "timestamp", "at", "дата", "дата заказа", "fecha", "fecha de pedido"}},
		{"amount", []string{"amount", "total", "revenue", "sum", "line_total", "sales", "value", "spend", "сумма", "выручка", "итого", "importe", "monto", "ventas"}},
		{"series", []string{"series", "series_id", "unique_id", "id", "name", "item", "ряд", "серия", "serie"}},
		{"at", []string{"at", "t", "ds", "date", "month", "period", "time", "step", "дата", "месяц", "период", "fecha", "mes", "periodo"}},
		{"value", []string{"value", "y", "amount", "revenue", "sales", "значение", "сумма", "выручка", "valor", "importe", "ventas"}},
	}
}

type alias struct {
	field   string
	headers []string
}

// Recognise completes a source's columns for the wanted fields from the
// headers of its file. Fields that stay without a column are returned, and the
// headers among which there is none for them.
func Recognise(file File, wanted []string) (source Source, missing, header []string, err error) {
	source = file.Source
	table, err := openTable(file)
	if err != nil {
		return source, nil, nil, err
	}
	header = table.Header()
	if err := table.Close(); err != nil {
		return source, nil, nil, err
	}
	for _, field := range wanted {
		if _, mapped := source.Columns.Get(field); mapped {
			continue
		}
		if found := recognised(field, header, source.Columns); found != "" {
			source.Columns = append(source.Columns, mapping(field, found))
		} else {
			missing = append(missing, field)
		}
	}
	return source, missing, header, nil
}

// recognised is the header for a field, "" for none; a column that another
// field has is not taken again.
func recognised(field string, header []string, taken strictyaml.Ordered[[]string]) string {
	at := slices.IndexFunc(aliases(), func(a alias) bool { return a.field == field })
	if at < 0 {
		return ""
	}
	for _, name := range aliases()[at].headers {
		for _, candidate := range header {
			if sameHeader(candidate, name) && !slices.ContainsFunc(taken, func(p strictyaml.Pair[[]string]) bool {
				return slices.ContainsFunc(p.Value, func(header string) bool { return sameHeader(header, name) })
			}) {
				return candidate
			}
		}
	}
	return ""
}
