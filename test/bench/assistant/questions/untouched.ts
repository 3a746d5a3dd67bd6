import type { TableQuestion } from './table-question.ts'

/** Questions that were written before the rules. The rules are not changed for them. */
export const untouchedQuestions: readonly TableQuestion[] = [
  // cars
  {
    table: 'cars.json',
    question: 'How many cars are from Japan?',
    sql: `SELECT count(*) FROM input WHERE "Origin" = 'Japan'`,
  },
  {
    table: 'cars.json',
    question: 'What is the average horsepower by number of cylinders?',
    sql: `SELECT "Cylinders", avg("Horsepower") FROM input GROUP BY 1`,
  },
  {
    table: 'cars.json',
    question: 'Which 5 cars have the most horsepower?',
    sql: `SELECT "Name", "Horsepower" FROM input ORDER BY "Horsepower" DESC NULLS LAST LIMIT 5`,
    choose: ['row'],
  },
  {
    table: 'cars.json',
    question: 'Wie viele Autos haben mehr als 6 Zylinder?',
    sql: `SELECT count(*) FROM input WHERE "Cylinders" > 6`,
  },
  {
    table: 'cars.json',
    question: 'Compare the median weight of cars from Europe and the USA',
    sql: `SELECT "Origin", median("Weight_in_lbs") FROM input WHERE "Origin" IN ('Europe', 'USA') GROUP BY 1`,
  },
  // penguins
  {
    table: 'penguins.json',
    question: 'How many penguins of each species are there?',
    sql: `SELECT "Species", count(*) FROM input GROUP BY 1`,
  },
  {
    table: 'penguins.json',
    question: 'What is the heaviest body mass on Dream?',
    sql: `SELECT max("Body Mass (g)") FROM input WHERE "Island" = 'Dream'`,
  },
  {
    table: 'penguins.json',
    question: 'Durchschnittliche Flipper Length je Species und Sex',
    sql: `SELECT "Species", "Sex", avg("Flipper Length (mm)") FROM input GROUP BY 1, 2`,
  },
  {
    table: 'penguins.json',
    question: 'share of Gentoo penguins per island',
    sql: `SELECT "Island", 100.0 * count(*) FILTER (WHERE "Species" = 'Gentoo') / count(*) FROM input GROUP BY 1`,
  },
  {
    table: 'penguins.json',
    question: 'count penguins with beak depth below 15 and beak length above 45',
    sql: `SELECT count(*) FROM input WHERE "Beak Depth (mm)" < 15 AND "Beak Length (mm)" > 45`,
  },
  // weather
  {
    table: 'seattle-weather.csv',
    question: 'How many days of snow were there per year?',
    sql: `SELECT date_trunc('year', "date") AS y, count(*) FROM input WHERE "weather" = 'snow' GROUP BY 1`,
  },
  {
    table: 'seattle-weather.csv',
    question: 'average temp_max per month in 2013',
    sql: `SELECT date_trunc('month', "date") AS m, avg("temp_max") FROM input WHERE year("date") = 2013 GROUP BY 1`,
  },
  {
    table: 'seattle-weather.csv',
    question: 'Wie hoch war der gesamte precipitation seit 2014?',
    sql: `SELECT sum("precipitation") FROM input WHERE "date" >= DATE '2014-01-01'`,
  },
  {
    table: 'seattle-weather.csv',
    question: 'What was the lowest temp_min in December 2013?',
    sql: `SELECT min("temp_min") FROM input WHERE "date" >= DATE '2013-12-01' AND "date" < DATE '2014-01-01'`,
  },
  { table: 'seattle-weather.csv', question: 'Did it rain more in 2012 or in 2015?', sql: null },
  // stocks
  {
    table: 'stocks.csv',
    question: 'What was the highest price of each symbol?',
    sql: `SELECT "symbol", max("price") FROM input GROUP BY 1`,
  },
  {
    table: 'stocks.csv',
    question: 'Show the average price of AAPL over time by year',
    sql: `SELECT date_trunc('year', "date") AS y, avg("price") FROM input WHERE "symbol" = 'AAPL' GROUP BY 1`,
  },
  {
    table: 'stocks.csv',
    question: 'Vergleiche den durchschnittlichen Preis von IBM und MSFT',
    sql: `SELECT "symbol", avg("price") FROM input WHERE "symbol" IN ('IBM', 'MSFT') GROUP BY 1`,
  },
  {
    table: 'stocks.csv',
    question: 'How many prices are over 100 after 2005?',
    sql: `SELECT count(*) FROM input WHERE "price" > 100 AND "date" >= DATE '2006-01-01'`,
  },
  { table: 'stocks.csv', question: 'What will the price of GOOG be next year?', sql: null },
  // disasters
  {
    table: 'disasters.csv',
    question: 'total deaths by entity',
    sql: `SELECT "Entity", sum("Deaths") FROM input GROUP BY 1`,
  },
  {
    table: 'disasters.csv',
    question: 'Which year had the most deaths from floods?',
    sql: `SELECT "Year", "Deaths" FROM input WHERE "Entity" = 'Flood' ORDER BY "Deaths" DESC LIMIT 1`,
    choose: ['sum', 'row'],
  },
  { table: 'disasters.csv', question: 'Wie viele Tote gab es durch Erdbeben?', sql: null },
  {
    table: 'disasters.csv',
    question: 'sum of deaths for Earthquake and Flood between 1950 and 1999',
    sql: `SELECT sum("Deaths") FROM input WHERE "Entity" IN ('Earthquake', 'Flood') AND "Year" BETWEEN 1950 AND 1999`,
  },
  {
    table: 'disasters.csv',
    question: 'top 3 entities by number of rows since 2000',
    sql: `SELECT "Entity", count(*) AS n FROM input WHERE "Year" >= 2000 GROUP BY 1 ORDER BY n DESC, 1 LIMIT 3`,
  },
  // airports
  {
    table: 'airports.csv',
    question: 'Number of airports by state, top 10',
    sql: `SELECT "state", count(*) AS n FROM input GROUP BY 1 ORDER BY n DESC LIMIT 10`,
  },
  { table: 'airports.csv', question: 'How many airports does Texas have?', sql: null },
  {
    table: 'airports.csv',
    question: 'how many different cities are in CA',
    sql: `SELECT count(DISTINCT "city") FROM input WHERE "state" = 'CA'`,
  },
  {
    table: 'airports.csv',
    question: 'Welcher state hat die meisten airports?',
    sql: `SELECT "state", count(*) AS n FROM input GROUP BY 1 ORDER BY n DESC LIMIT 1`,
  },
  {
    table: 'airports.csv',
    question: 'list airports in AK with latitude greater than 70',
    sql: `SELECT "iata", "name" FROM input WHERE "state" = 'AK' AND "latitude" > 70`,
  },
  // barley
  {
    table: 'barley.json',
    question: 'Which variety has the highest average yield?',
    sql: `SELECT "variety", avg("yield") AS a FROM input GROUP BY 1 ORDER BY a DESC LIMIT 1`,
  },
  {
    table: 'barley.json',
    question: 'median yield per site and year',
    sql: `SELECT "site", "year", median("yield") FROM input GROUP BY 1, 2`,
  },
  {
    table: 'barley.json',
    question: 'Summe der yield je variety im Jahr 1931',
    sql: `SELECT "variety", sum("yield") FROM input WHERE "year" = 1931 GROUP BY 1`,
  },
  {
    table: 'barley.json',
    question: 'what is the difference in mean yield between Waseca and Morris?',
    sql: `SELECT "site", avg("yield") FROM input WHERE "site" IN ('Waseca', 'Morris') GROUP BY 1`,
  },
  {
    table: 'barley.json',
    question: 'What percentage of rows have a yield of at least 40?',
    sql: `SELECT 100.0 * count(*) FILTER (WHERE "yield" >= 40) / count(*) FROM input`,
  },
  // gapminder
  {
    table: 'gapminder.json',
    question: 'average life_expect by year',
    sql: `SELECT "year", avg("life_expect") FROM input GROUP BY 1`,
  },
  {
    table: 'gapminder.json',
    question: 'top 10 countries by pop in 2000',
    sql: `SELECT "country", "pop" FROM input WHERE "year" = 2000 ORDER BY "pop" DESC LIMIT 10`,
    choose: ['row', 'sum', 'pop'],
  },
  {
    table: 'gapminder.json',
    question: 'How has the fertility of India changed over time?',
    sql: `SELECT "year", "fertility" FROM input WHERE "country" = 'India'`,
    choose: ['mean', 'sum'],
  },
  {
    table: 'gapminder.json',
    question: 'Welche 5 Länder hatten 2005 die niedrigste life_expect?',
    sql: `SELECT "country", "life_expect" FROM input WHERE "year" = 2005 ORDER BY "life_expect" LIMIT 5`,
    choose: ['row', 'mean'],
  },
  {
    table: 'gapminder.json',
    question: 'Minimum and maximum fertility per cluster',
    sql: `SELECT "cluster", min("fertility"), max("fertility") FROM input GROUP BY 1`,
  },
]
