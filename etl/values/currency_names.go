package values

// currencyOfWords knows names as plainWords writes them. A word that several
// countries use (peso, crown, dinar, lei) is none: it has to be asked about.
func currencyOfWords(name string) string {
	if code := europeanCurrency(name); code != "" {
		return code
	}
	if code := easternCurrency(name); code != "" {
		return code
	}
	if code := americanCurrency(name); code != "" {
		return code
	}
	return otherCurrency(name)
}

func europeanCurrency(name string) string {
	switch name {
	case "евро", "euro", "euros", "€uro":
		return "EUR"
	case "российский рубль", "рубль", "рубли", "рублей", "рубля", "российские рубли", "российских рублей", "рубль рф", "российский руб", "russian ruble", "russian rouble", "russian rubles", "russian roubles", "ruble", "rouble", "rubles", "roubles", "rublo ruso", "rublo russo", "rublo", "rublos", "rublos rusos", "rublos russos":
		return "RUB"
	case "фунт стерлингов", "фунты стерлингов", "фунтов стерлингов", "фунт", "английский фунт", "британский фунт", "фунт стерлингов соединенного королевства", "pound sterling", "pounds sterling", "british pound", "british pounds", "british pound sterling", "uk pound", "pound", "pounds", "sterling", "libra esterlina", "libras esterlinas", "libra", "libra britanica":
		return "GBP"
	case "швейцарский франк", "швейцарские франки", "swiss franc", "swiss francs", "franco suizo", "franco suico", "francos suizos", "francos suicos":
		return "CHF"
	case "польский злотый", "злотый", "злотых", "польские злотые", "polish zloty", "zloty", "zlotys", "zlotych", "zloty polski", "zloty polaco", "esloti", "zlote":
		return "PLN"
	case "чешская крона", "чешские кроны", "чешских крон", "czech koruna", "czech crown", "koruna ceska", "corona checa", "coroa checa", "coronas checas":
		return "CZK"
	case "шведская крона", "шведские кроны", "шведских крон", "swedish krona", "swedish crown", "swedish kronor", "corona sueca", "coroa sueca":
		return "SEK"
	case "норвежская крона", "норвежские кроны", "норвежских крон", "norwegian krone", "norwegian crown", "norwegian kroner", "corona noruega", "coroa norueguesa":
		return "NOK"
	case "датская крона", "датские кроны", "датских крон", "danish krone", "danish crown", "danish kroner", "corona danesa", "coroa dinamarquesa":
		return "DKK"
	case "исландская крона", "icelandic krona", "icelandic crown", "corona islandesa", "coroa islandesa":
		return "ISK"
	case "венгерский форинт", "форинт", "форинтов", "hungarian forint", "forint", "forinto hungaro", "florin hungaro", "forint hungaro":
		return "HUF"
	case "румынский лей", "румынских леев", "romanian leu", "romanian lei", "new romanian leu", "leu rumano", "leu romeno":
		return "RON"
	case "болгарский лев", "болгарских левов", "bulgarian lev", "lev bulgaro", "leva":
		return "BGN"
	case "хорватская куна", "куна", "croatian kuna", "kuna", "kuna croata":
		return "HRK"
	case "сербский динар", "сербских динаров", "serbian dinar", "dinar serbio", "dinar servio":
		return "RSD"
	case "конвертируемая марка", "конвертируемая марка боснии и герцеговины", "convertible mark", "bosnia and herzegovina convertible mark", "bosnian convertible mark", "marco bosnioherzegovino", "marco convertible", "marco conversivel":
		return "BAM"
	case "македонский денар", "macedonian denar", "denar macedonio":
		return "MKD"
	case "албанский лек", "albanian lek", "lek albanes":
		return "ALL"
	case "турецкая лира", "турецкие лиры", "турецких лир", "новая турецкая лира", "turkish lira", "new turkish lira", "lira turca", "turk lirasi":
		return "TRY"
	}
	return ""
}

// easternCurrency knows those of the CIS, Ukraine and Georgia but the rouble.
func easternCurrency(name string) string {
	switch name {
	case "гривна", "гривны", "гривен", "гривень", "гривня", "украинская гривна", "ukrainian hryvnia", "ukraine hryvnia", "hryvnia", "hryvnias", "grivna ucraniana", "grivna", "hryvnia ucraniana", "grivnia ucraniana":
		return "UAH"
	case "белорусский рубль", "белорусские рубли", "белорусских рублей", "belarusian ruble", "belarusian rouble", "belarussian ruble", "rublo bielorruso", "rublo bielorrusso":
		return "BYN"
	case "тенге", "казахстанский тенге", "казахский тенге", "kazakhstani tenge", "kazakhstan tenge", "kazakh tenge", "tenge", "tenge kazajo", "tenge kazajstano", "tenge cazaque":
		return "KZT"
	case "узбекский сум", "сум", "сумов", "узбекские сумы", "uzbekistani som", "uzbekistan som", "uzbekistan sum", "uzbekistani sum", "uzbek som", "som uzbeko", "sum uzbeko", "som usbeque", "soum":
		return "UZS"
	case "киргизский сом", "кыргызский сом", "сом", "сомов", "kyrgyzstani som", "kyrgyz som", "som kirguis", "som quirguiz":
		return "KGS"
	case "таджикский сомони", "сомони", "tajikistani somoni", "tajik somoni", "somoni", "somoni tayiko", "somoni tajique":
		return "TJS"
	case "туркменский манат", "новый туркменский манат", "turkmenistan manat", "turkmen manat", "turkmenistani manat", "manat turcomano", "manat turcomeno":
		return "TMT"
	case "армянский драм", "драм", "драмов", "armenian dram", "dram", "dram armenio":
		return "AMD"
	case "грузинский лари", "лари", "georgian lari", "lari", "lari georgiano":
		return "GEL"
	case "азербайджанский манат", "azerbaijani manat", "azerbaijan manat", "manat azerbaiyano", "manat azeri", "manat azerbaijano":
		return "AZN"
	case "молдавский лей", "молдавских леев", "moldovan leu", "moldovan lei", "leu moldavo", "leu moldavio":
		return "MDL"
	case "монгольский тугрик", "тугрик", "mongolian tugrik", "tugrik", "tugrik mongol":
		return "MNT"
	}
	return ""
}

func americanCurrency(name string) string {
	switch name {
	case "доллар", "доллары", "долларов", "доллара", "доллар сша", "доллары сша", "долларов сша", "долл сша", "американский доллар", "us dollar", "u.s. dollar", "us dollars", "usa dollar", "united states dollar", "american dollar", "dollar", "dollars", "dolar", "dolares", "dolar estadounidense", "dolares estadounidenses", "dolar de estados unidos", "dolar de ee.uu", "dolar americano", "dolares americanos", "dolar dos estados unidos", "dolar dos eua", "dolar estadunidense":
		return "USD"
	case "канадский доллар", "канадских долларов", "canadian dollar", "canadian dollars", "dolar canadiense", "dolar canadense":
		return "CAD"
	case "реал", "реалов", "бразильский реал", "бразильские реалы", "бразильских реалов", "brazilian real", "brazilian reals", "brazil real", "real", "reais", "reales", "real brasileno", "reales brasilenos", "real brasileiro", "reais brasileiros":
		return "BRL"
	case "мексиканское песо", "мексиканский песо", "мексиканских песо", "mexican peso", "mexican pesos", "peso mexicano", "pesos mexicanos":
		return "MXN"
	case "аргентинское песо", "аргентинский песо", "аргентинских песо", "argentine peso", "argentine pesos", "argentinian peso", "peso argentino", "pesos argentinos":
		return "ARS"
	case "чилийское песо", "чилийский песо", "чилийских песо", "chilean peso", "chilean pesos", "peso chileno", "pesos chilenos":
		return "CLP"
	case "колумбийское песо", "колумбийский песо", "колумбийских песо", "colombian peso", "colombian pesos", "peso colombiano", "pesos colombianos":
		return "COP"
	case "уругвайское песо", "уругвайский песо", "uruguayan peso", "uruguayan pesos", "peso uruguayo", "pesos uruguayos", "peso uruguaio":
		return "UYU"
	case "доминиканское песо", "доминиканский песо", "dominican peso", "dominican pesos", "peso dominicano", "pesos dominicanos":
		return "DOP"
	case "кубинское песо", "кубинский песо", "cuban peso", "cuban pesos", "peso cubano", "pesos cubanos":
		return "CUP"
	case "перуанский соль", "перуанский новый соль", "соль", "новый соль", "peruvian sol", "peruvian nuevo sol", "sol peruano", "soles", "soles peruanos", "nuevo sol", "nuevos soles", "novo sol", "novo sol peruano", "sol":
		return "PEN"
	case "боливиано", "боливийский боливиано", "bolivian boliviano", "boliviano", "bolivianos", "boliviano de bolivia":
		return "BOB"
	case "парагвайский гуарани", "гуарани", "paraguayan guarani", "guarani", "guaranies", "guaranis", "guarani paraguayo", "guarani paraguaio":
		return "PYG"
	case "венесуэльский боливар", "боливар", "суверенный боливар", "цифровой боливар", "venezuelan bolivar", "bolivar", "bolivares", "bolivar soberano", "bolivar digital", "bolivar venezolano", "bolivar venezuelano":
		return "VES"
	case "коста-риканский колон", "колон", "costa rican colon", "colon", "colones", "colon costarricense", "colon costa-riquenho":
		return "CRC"
	case "гватемальский кетсаль", "кетсаль", "guatemalan quetzal", "quetzal", "quetzales", "quetzal guatemalteco":
		return "GTQ"
	case "гондурасская лемпира", "лемпира", "honduran lempira", "lempira", "lempiras", "lempira hondureno", "lempira hondurenha":
		return "HNL"
	case "никарагуанская кордоба", "кордоба", "золотая кордоба", "nicaraguan cordoba", "cordoba", "cordobas", "cordoba oro", "cordoba nicaraguense":
		return "NIO"
	case "панамский бальбоа", "бальбоа", "panamanian balboa", "balboa", "balboas", "balboa panameno", "balboa panamenho":
		return "PAB"
	case "гаитянский гурд", "гурд", "haitian gourde", "gourde", "gourde haitiano", "gurde haitiano":
		return "HTG"
	case "ямайский доллар", "jamaican dollar", "dolar jamaicano", "dolar jamaiquino":
		return "JMD"
	case "доллар тринидада и тобаго", "trinidad and tobago dollar", "dolar de trinidad y tobago", "dolar de trinidad e tobago":
		return "TTD"
	case "белизский доллар", "belize dollar", "dolar beliceno", "dolar de belize":
		return "BZD"
	case "гайанский доллар", "guyanese dollar", "guyana dollar", "dolar guyanes", "dolar guianense":
		return "GYD"
	case "суринамский доллар", "surinamese dollar", "suriname dollar", "dolar surinames":
		return "SRD"
	}
	return ""
}

func otherCurrency(name string) string {
	switch name {
	case "юань", "юани", "юаней", "китайский юань", "китайских юаней", "chinese yuan", "chinese yuan renminbi", "yuan renminbi", "yuan", "renminbi", "yuan chino", "yuan chines", "iuane", "iuan chines":
		return "CNY"
	case "иена", "иен", "йена", "японская иена", "японских иен", "japanese yen", "yen", "yenes", "yen japones", "iene", "ienes", "iene japones":
		return "JPY"
	case "индийская рупия", "индийских рупий", "indian rupee", "indian rupees", "rupia india", "rupia indiana":
		return "INR"
	case "австралийский доллар", "australian dollar", "australian dollars", "dolar australiano":
		return "AUD"
	case "новозеландский доллар", "new zealand dollar", "dolar neozelandes":
		return "NZD"
	case "гонконгский доллар", "hong kong dollar", "dolar de hong kong":
		return "HKD"
	case "сингапурский доллар", "singapore dollar", "dolar de singapur", "dolar singapurense", "dolar de singapura":
		return "SGD"
	case "корейская вона", "вона", "южнокорейская вона", "south korean won", "korean won", "won surcoreano", "won sul-coreano":
		return "KRW"
	case "тайский бат", "бат", "thai baht", "baht", "baht tailandes":
		return "THB"
	case "вьетнамский донг", "донг", "vietnamese dong", "dong", "dong vietnamita":
		return "VND"
	case "дирхам", "дирхам оаэ", "дирхамов", "united arab emirates dirham", "uae dirham", "emirati dirham", "dirham de los emiratos arabes unidos", "dirham de los eau", "dirham dos emirados arabes unidos":
		return "AED"
	case "израильский шекель", "новый израильский шекель", "шекель", "шекелей", "israeli new shekel", "israeli new sheqel", "israeli shekel", "shekel", "nuevo sequel", "nuevo shekel", "novo shekel israelense", "novo shekel":
		return "ILS"
	case "саудовский риял", "saudi riyal", "riyal saudi", "rial saudita":
		return "SAR"
	case "египетский фунт", "egyptian pound", "libra egipcia":
		return "EGP"
	case "южноафриканский рэнд", "рэнд", "south african rand", "rand", "rand sudafricano", "rand sul-africano":
		return "ZAR"
	case "марокканский дирхам", "moroccan dirham", "dirham marroqui", "dirham marroquino":
		return "MAD"
	case "нигерийская найра", "nigerian naira", "naira", "naira nigeriana":
		return "NGN"
	case "кенийский шиллинг", "kenyan shilling", "chelin keniano", "xelim queniano":
		return "KES"
	case "ангольская кванза", "angolan kwanza", "kwanza", "kwanza angoleno", "kwanza angolano":
		return "AOA"
	case "мозамбикский метикал", "mozambican metical", "metical", "metical mozambiqueno", "metical mocambicano":
		return "MZN"
	case "эскудо кабо-верде", "cape verdean escudo", "escudo caboverdiano", "escudo cabo-verdiano":
		return "CVE"
	}
	return ""
}
