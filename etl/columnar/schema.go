package columnar

import (
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

func physical(field Field) format.Type {
	switch {
	case field.Type == Text:
		return format.ByteArray
	case field.Type == Boolean:
		return format.Boolean
	case field.Type == Double:
		return format.Double
	case field.narrow():
		return format.Int32
	}
	return format.Int64
}

// schema lists the columns as the query engine does in files of its own.
func schema(fields []Field) thrift.Slice[format.SchemaElement] {
	elements := thrift.Slice[format.SchemaElement]{{
		Name: "clientele_schema", RepetitionType: thrift.New(format.Required), NumChildren: thrift.New(int32(len(fields))),
	}}
	for _, field := range fields {
		element := format.SchemaElement{
			Type: thrift.New(physical(field)), RepetitionType: thrift.New(format.Optional), Name: field.Name, FieldID: int32(field.ID),
		}
		switch field.Type {
		case Text:
			element.ConvertedType = thrift.New(deprecated.UTF8)
		case Integer:
			element.ConvertedType = thrift.New(deprecated.Int32)
		case BigInteger:
			element.ConvertedType = thrift.New(deprecated.Int64)
		case Decimal:
			element.ConvertedType = thrift.New(deprecated.Decimal)
			element.Precision, element.Scale = thrift.New(int32(field.Precision)), thrift.New(int32(field.Scale))
			element.LogicalType.Value = &format.DecimalType{Precision: int32(field.Precision), Scale: int32(field.Scale)}
		case Timestamp:
			element.ConvertedType = thrift.New(deprecated.TimestampMicros)
			element.LogicalType.Value = &format.TimestampType{Unit: format.TimeUnit{Value: &format.MicroSeconds{}}}
		case Date:
			element.ConvertedType = thrift.New(deprecated.Date)
		}
		elements = append(elements, element)
	}
	return elements
}
