package profiles

import "testing"

func TestStatusMeans_WhatListsOfSalesSay(t *testing.T) {
	for text, want := range map[string]Meaning{
		"Cancelled": NoSale, "CANCELED": NoSale, "order_cancelled": NoSale, "Cancelled by customer": NoSale, "Void": NoSale, "Draft": NoSale, "Unpaid": NoSale,
		"Refunded": NoSale, "Payment failed": NoSale, "Test order": NoSale, "Expired": NoSale, "Not paid": NoSale, "wc-cancelled": NoSale,
		"Отменен": NoSale, "отменён": NoSale, "ОТМЕНЁН покупателем": NoSale, "Возвращён": NoSale, "Возврат": NoSale, "Черновик": NoSale, "Не оплачен": NoSale, "не оплачено": NoSale, "Тест": NoSale,
		"Anulado": NoSale, "CANCELADO": NoSale, "Reembolsado": NoSale, "Borrador": NoSale, "Prueba": NoSale, "Devolución": NoSale, "devolucion": NoSale, "Sin pagar": NoSale,
		"Rascunho": NoSale, "Não pago": NoSale, "nao pago": NoSale, "Estornado": NoSale, "Teste": NoSale,

		"Completed": Sale, "Paid": Sale, "Оплачен": Sale, "Доставлен": Sale, "Завершён": Sale, "Pagado": Sale, "Entregue": Sale, "Pago": Sale,

		// Neighbours that must not be mistaken.
		"Latest": Unclear, "Contested": Unclear, "Avoid": Unclear, "Returnable": Unclear, "Drafted by Ann": Unclear,
		"Partially refunded": Unclear, "Частично возвращён": Unclear, "Parcialmente reembolsado": Unclear, "Partially paid": Unclear,
		"Not cancelled": Unclear, "Не отменён": Unclear, "Paid, was cancelled": Unclear, "Not refunded": Unclear,
		"New": Unclear, "": Unclear, "—": Unclear, "the customer says that the order was cancelled by the courier and then sent": Unclear,
	} {
		if got := StatusMeans(text); got != want {
			t.Errorf("%q means %q, want %q", text, got, want)
		}
	}
}

func TestDocumentMeans_SalesAndReturns(t *testing.T) {
	for text, want := range map[string]Meaning{
		"Sale": Sale, "Return": Return, "Credit note": Return, "CREDIT MEMO": Return, "Sales return": Return, "Refund": Return, "Invoice": Sale,
		"Реализация": Sale, "Реализация товаров и услуг": Sale, "Возврат от покупателя": Return, "Возврат товаров от покупателя": Return, "Приход": Sale, "Возврат прихода": Return,
		"Factura": Sale, "Abono": Return, "Nota de crédito": Return, "NOTA DE CREDITO": Return, "Factura rectificativa": Return, "Devolución": Return,
		"Venda": Sale, "Devolução": Return, "Nota fiscal": Sale, "Nota fiscal de devolução": Return,

		"Credit card": Unclear, "Cash": Unclear, "Retail": Unclear, "Возврат товаров поставщику": Unclear, "Возврат расхода": Unclear, "Purchase return": Unclear,
		"Счет на оплату": Unclear, "Returning customer": Unclear, "Корректировка": Unclear, "": Unclear,
	} {
		if got := DocumentMeans(text); got != want {
			t.Errorf("%q means %q, want %q", text, got, want)
		}
	}
}

// A phrase that stands in two lists would mean what the file says last.
func TestMeanings_NoPhraseContradictsItself(t *testing.T) {
	known, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	for phrase, means := range known.meanings.statuses {
		if got := StatusMeans(phrase); got != means {
			t.Errorf("the status %q means %q by the list and %q when read", phrase, means, got)
		}
	}
	for phrase, means := range known.meanings.documents {
		if got := DocumentMeans(phrase); got != means && means != neither {
			t.Errorf("the document %q means %q by the list and %q when read", phrase, means, got)
		}
	}
}
