package main

import (
	"fmt"
	"math"
	"time"
)

// cents are euro cents: every sum in the exports is exact.
type cents int64

func (c cents) String() string {
	sign := ""
	if c < 0 {
		sign, c = "-", -c
	}
	return fmt.Sprintf("%s%d.%02d", sign, c/100, c%100)
}

func (c cents) euros() float64 { return float64(c) / 100 }

// MarshalText writes a sum as decimal text, which no JSON reader rounds.
func (c cents) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// product is one article; Base is its price of the first year.
type product struct {
	SKU, Russian, English, Group string
	Base                         cents
	CostShare                    float64
	Popularity                   float64
}

// price rises by four per cent each January, to the next five cents.
func (p product) price(at time.Time) cents {
	raised := float64(p.Base) * math.Pow(1.04, float64(at.Year()-2023))
	return cents(math.Ceil(raised/5)) * 5
}

func (p product) cost(price cents) cents {
	return cents(math.Round(float64(price) * p.CostShare))
}

// Service articles are lines of a document that sell nothing.
func delivery() product {
	return product{SKU: "DELIVERY", Russian: "Доставка", Group: "Услуги", Base: 990}
}

func bankFee() product {
	return product{SKU: "BANK", Russian: "Комиссия банка", Group: "Услуги", Base: 250}
}

// catalogue lists the articles; the first of each group sell best.
func catalogue() []product {
	groups := []struct {
		prefix, name string
		cost         float64
		articles     []product
	}{
		{"TEA", "Чай", 0.46, teas()},
		{"COF", "Кофе", 0.52, coffees()},
		{"CUP", "Посуда", 0.55, tableware()},
		{"SAM", "Самовары", 0.61, samovars()},
		{"ACC", "Аксессуары", 0.49, accessories()},
		{"GIFT", "Подарки", 0.58, gifts()},
	}
	var all []product
	for _, g := range groups {
		for n, p := range g.articles {
			p.SKU = fmt.Sprintf("%s-%03d", g.prefix, 101+n)
			p.Group = g.name
			p.CostShare = g.cost + 0.01*float64(n%5)
			p.Popularity = 1 / math.Sqrt(float64(n+1))
			all = append(all, p)
		}
	}
	return all
}

func teas() []product {
	return []product{
		{Russian: "Чай Эрл Грей 250 г", English: "Earl Grey 250 g", Base: 1190},
		{Russian: "Иван-чай 100 г", English: "Ivan Chai 100 g", Base: 790},
		{Russian: "Сенча 100 г", English: "Sencha 100 g", Base: 1240},
		{Russian: "Молочный улун 100 г", English: "Milk Oolong 100 g", Base: 1680},
		{Russian: "Пуэр шу, блин 357 г", English: "Shou Pu-erh Cake 357 g", Base: 3450},
		{Russian: "Ассам 500 г", English: "Assam 500 g", Base: 1990},
		{Russian: "Дарджилинг 100 г", English: "Darjeeling 100 g", Base: 1850},
		{Russian: "Ройбуш 250 г", English: "Rooibos 250 g", Base: 1090},
		{Russian: "Мята и липа 80 г", English: "Mint & Linden 80 g", Base: 640},
		{Russian: "Лапсанг Сушонг 100 г", English: "Lapsang Souchong 100 g", Base: 1460},
		{Russian: "Белый чай 50 г", English: "White Peony 50 g", Base: 2190},
		{Russian: "Матча церемониальная 30 г", English: "Ceremonial Matcha 30 g", Base: 2890},
	}
}

func coffees() []product {
	return []product{
		{Russian: "Кофе Колумбия 1 кг", English: "Colombia 1 kg", Base: 2450},
		{Russian: "Кофе Эфиопия 250 г", English: "Ethiopia 250 g", Base: 1150},
		{Russian: "Кофе Бразилия 1 кг", English: "Brazil 1 kg", Base: 2190},
		{Russian: "Кофе без кофеина 250 г", English: "Decaf 250 g", Base: 1090},
		{Russian: "Эспрессо-смесь 1 кг", English: "Espresso Blend 1 kg", Base: 2290},
		{Russian: "Кофе Гватемала 250 г", English: "Guatemala 250 g", Base: 1180},
		{Russian: "Кофе молотый 500 г", English: "Ground Coffee 500 g", Base: 1320},
		{Russian: "Дрип-пакеты 10 шт", English: "Drip Bags 10 pcs", Base: 980},
	}
}

func tableware() []product {
	return []product{
		{Russian: "Чашка с блюдцем", English: "Cup & Saucer", Base: 1450},
		{Russian: "Пиала 200 мл", English: "Tea Bowl 200 ml", Base: 890},
		{Russian: "Заварочный чайник 0,8 л", English: "Teapot 0.8 l", Base: 3290},
		{Russian: "Чайник чугунный 1,2 л", English: "Cast-iron Teapot 1.2 l", Base: 5890},
		{Russian: "Подстаканник латунный", English: "Brass Glass Holder", Base: 2690},
		{Russian: "Стакан гранёный", English: "Faceted Glass", Base: 450},
		{Russian: "Сервиз чайный на 6 персон", English: "Tea Set for 6", Base: 14900},
		{Russian: "Сервиз кофейный на 4 персоны", English: "Coffee Set for 4", Base: 9800},
		{Russian: "Молочник", English: "Milk Jug", Base: 1290},
		{Russian: "Сахарница", English: "Sugar Bowl", Base: 1390},
		{Russian: "Блюдо для выпечки", English: "Cake Plate", Base: 2450},
		{Russian: "Ложки чайные, 6 шт", English: "Teaspoons, 6 pcs", Base: 1890},
	}
}

func samovars() []product {
	return []product{
		{Russian: "Самовар электрический 3 л", English: "Electric Samovar 3 l", Base: 16900},
		{Russian: "Самовар угольный 5 л", English: "Charcoal Samovar 5 l", Base: 28900},
		{Russian: "Самовар сувенирный 1 л", English: "Souvenir Samovar 1 l", Base: 7900},
		{Russian: "Поднос под самовар", English: "Samovar Tray", Base: 3900},
		{Russian: "Кофемашина рожковая", English: "Espresso Machine", Base: 31900},
	}
}

func accessories() []product {
	return []product{
		{Russian: "Фильтры бумажные 100 шт", English: "Paper Filters 100 pcs", Base: 590},
		{Russian: "Ситечко", English: "Tea Strainer", Base: 690},
		{Russian: "Турка медная", English: "Copper Cezve", Base: 3490},
		{Russian: "Кофемолка ручная", English: "Hand Grinder", Base: 4590},
		{Russian: "Воронка для кофе", English: "Coffee Dripper", Base: 1590},
		{Russian: "Френч-пресс 1 л", English: "French Press 1 l", Base: 2790},
		{Russian: "Венчик для матчи", English: "Matcha Whisk", Base: 1290},
		{Russian: "Банка для чая", English: "Tea Tin", Base: 850},
	}
}

func gifts() []product {
	return []product{
		{Russian: "Набор «Утро»", English: "Gift Box Morning", Base: 2990},
		{Russian: "Набор «Праздник»", English: "Gift Box Feast", Base: 5900},
		{Russian: "Варенье малиновое 250 г", English: "Raspberry Jam 250 g", Base: 690},
		{Russian: "Мёд липовый 500 г", English: "Linden Honey 500 g", Base: 1190},
		{Russian: "Туррон 200 г", English: "Turron 200 g", Base: 850},
		{Russian: "Шоколад горький 100 г", English: "Dark Chocolate 100 g", Base: 420},
		{Russian: "Полотенце льняное", English: "Linen Towel", Base: 1350},
	}
}
