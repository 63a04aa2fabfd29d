package main

import "strings"

// name is a first or a last name as it is written at home and in Latin letters
// without accents, which is how an e-mail address and a Russian CRM have it.
type name struct{ Native, Latin string }

// both parses "Анна/Anna José/Jose Laura": one form where both are the same.
func both(list string) []name {
	var names []name
	for _, word := range strings.Fields(list) {
		native, latin, differs := strings.Cut(word, "/")
		if !differs {
			latin = native
		}
		names = append(names, name{native, latin})
	}
	return names
}

func (n name) feminine() name { return name{n.Native + "а", n.Latin + "a"} }

// vocabulary is what people and companies of one language are called, and where they live.
type vocabulary struct {
	Women, Men, Last, Patronymics []name
	Places                        []place
	CompanyKinds, CompanyWords    []string
	CompanyForm                   string
}

// place is a city with its country; the code is the one that an online shop writes.
type place struct{ City, Country string }

func vocabularies() map[string]vocabulary {
	return map[string]vocabulary{"ru": russian(), "es": spanish(), "en": english()}
}

func russian() vocabulary {
	return vocabulary{
		Women:       both("Анна/Anna Мария/Maria Ольга/Olga Елена/Elena Ирина/Irina Наталья/Natalia Татьяна/Tatiana Светлана/Svetlana Юлия/Yulia Екатерина/Ekaterina Алёна/Alena Дарья/Darya Вера/Vera Полина/Polina"),
		Men:         both("Алексей/Alexey Сергей/Sergey Дмитрий/Dmitry Андрей/Andrey Михаил/Mikhail Пётр/Petr Иван/Ivan Николай/Nikolay Павел/Pavel Олег/Oleg Юрий/Yury Семён/Semen Максим/Maxim Артём/Artem"),
		Last:        both("Иванов/Ivanov Кузнецов/Kuznetsov Смирнов/Smirnov Попов/Popov Соколов/Sokolov Лебедев/Lebedev Козлов/Kozlov Новиков/Novikov Морозов/Morozov Петров/Petrov Волков/Volkov Соловьёв/Solovyev Васильев/Vasilyev Зайцев/Zaytsev Павлов/Pavlov Семёнов/Semenov Голубев/Golubev Виноградов/Vinogradov Богданов/Bogdanov Воробьёв/Vorobyev Фёдоров/Fedorov Беляев/Belyaev Тарасов/Tarasov Белов/Belov Комаров/Komarov Киселёв/Kiselev Макаров/Makarov Ильин/Ilyin"),
		Patronymics: both("Иванов/Ivanov Петров/Petrov Андреев/Andreev Михайлов/Mikhaylov Павлов/Pavlov Олегов/Olegov"),
		Places: []place{{"Москва", "RU"}, {"Санкт-Петербург", "RU"}, {"Тула", "RU"}, {"Казань", "RU"},
			{"Екатеринбург", "RU"}, {"Калининград", "RU"}, {"Алматы", "KZ"}, {"Астана", "KZ"}, {"Ереван", "AM"}},
		CompanyKinds: []string{"Чайный дом", "Кофейня", "Лавка", "Ресторан", "Гостиница", "Пекарня", "Буфет"},
		CompanyWords: []string{"Белая пиала", "Медный самовар", "Тихая улица", "Северный ветер", "Старый мост", "Липовый цвет", "Красный чай", "Зимний сад", "Речной вокзал", "Добрый вечер", "Три блюдца", "Синяя птица"},
		CompanyForm:  `ООО "%s %s"`,
	}
}

func spanish() vocabulary {
	return vocabulary{
		Women: both("Ana Lucía/Lucia Carmen Marta Laura Elena Sofía/Sofia Paula Isabel Rosa Inés/Ines Alba Nuria Begoña/Begona"),
		Men:   both("José/Jose Antonio Manuel Luis Carlos Javier Miguel Pedro Ángel/Angel Diego Andrés/Andres Iñigo/Inigo Raúl/Raul Jorge"),
		Last:  both("García/Garcia Martínez/Martinez López/Lopez Sánchez/Sanchez Pérez/Perez Gómez/Gomez Fernández/Fernandez Ruiz Díaz/Diaz Moreno Muñoz/Munoz Álvarez/Alvarez Romero Alonso Gutiérrez/Gutierrez Navarro Torres Domínguez/Dominguez Vázquez/Vazquez Ramos Gil Serrano Blanco Molina Ortega Delgado Castro Núñez/Nunez"),
		Places: []place{{"Madrid", "ES"}, {"Barcelona", "ES"}, {"Valencia", "ES"}, {"Sevilla", "ES"}, {"Bilbao", "ES"},
			{"Granada", "ES"}, {"Ciudad de México", "MX"}, {"Puebla", "MX"}, {"Buenos Aires", "AR"}},
		CompanyKinds: []string{"Café", "Tetería", "Hotel", "Panadería", "Restaurante", "Tienda"},
		CompanyWords: []string{"Jacaranda", "del Puerto", "La Niña", "Mediodía", "Luna Llena", "Tres Limones", "El Rincón", "Agua Clara", "Los Olivos", "Sol y Sombra", "Mirador", "Campo Abierto"},
		CompanyForm:  "%s %s SL",
	}
}

func english() vocabulary {
	return vocabulary{
		Women: both("Emma Olivia Grace Alice Emily Charlotte Hannah Lucy Sophie Rachel Megan Ruth Helen Kate"),
		Men:   both("James Oliver Thomas William Henry George Daniel Jack Samuel Peter David Robert Simon Mark"),
		Last:  both("Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts Green Hall Wood Jackson Clarke Turner Hill Cooper Ward Baker Harris King O'Brien"),
		Places: []place{{"London", "GB"}, {"Leeds", "GB"}, {"Bristol", "GB"}, {"Edinburgh", "GB"}, {"Dublin", "IE"},
			{"Cork", "IE"}, {"New York", "US"}, {"Chicago", "US"}},
		CompanyKinds: []string{"Tea Rooms", "Coffee House", "Hotel", "Bakery", "Stores", "Kitchen"},
		CompanyWords: []string{"Harbour & Heath", "Copper Kettle", "Old Mill", "Fox & Fern", "Rosehip", "Lantern", "North Quay", "Willow", "Market Square", "Blackbird", "Ivy & Oak", "Signal Box"},
		CompanyForm:  "%[2]s %[1]s Ltd",
	}
}

// hostileNames are what customers of an online shop may call themselves: each
// attacks another place, a page, a formula, the direction of a line, a width.
func hostileNames() []string {
	long := strings.Repeat("Maximiliana Konstantina ", 13)
	return []string{
		`</script><script>alert(1)</script>`,
		`=HYPERLINK("http://example.com","x")`,
		"\u202eמרים לוי",
		long[:299] + "z",
		"Sofía ☕ Ramos",
	}
}
