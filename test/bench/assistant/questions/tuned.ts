import type { TableQuestion } from './table-question.ts'

/** Questions that the rules were developed with. */
export const tunedQuestions: readonly TableQuestion[] = [
  // cars
  { table: 'cars.json', question: 'How many rows are there?', sql: 'SELECT count(*) FROM input' },
  {
    table: 'cars.json',
    question: 'average miles per gallon by origin',
    sql: `SELECT "Origin", avg("Miles_per_Gallon") FROM input GROUP BY 1`,
  },
  {
    table: 'cars.json',
    question: 'Which origin has the highest average horsepower?',
    sql: `SELECT "Origin", avg("Horsepower") AS a FROM input GROUP BY 1 ORDER BY a DESC LIMIT 1`,
  },
  {
    table: 'cars.json',
    question: 'number of cars with 8 cylinders per year',
    sql: `SELECT date_trunc('year', "Year") AS y, count(*) FROM input WHERE "Cylinders" = 8 GROUP BY 1`,
  },
  {
    table: 'cars.json',
    question: 'Anzahl der Autos je Origin seit 1980',
    sql: `SELECT "Origin", count(*) FROM input WHERE "Year" >= DATE '1980-01-01' GROUP BY 1`,
  },
  // penguins
  {
    table: 'penguins.json',
    question: 'What is the mean body mass of Adelie penguins?',
    sql: `SELECT avg("Body Mass (g)") FROM input WHERE "Species" = 'Adelie'`,
  },
  {
    table: 'penguins.json',
    question: 'median beak length by species and island',
    sql: `SELECT "Species", "Island", median("Beak Length (mm)") FROM input GROUP BY 1, 2`,
  },
  { table: 'penguins.json', question: 'How many penguins on Biscoe weigh more than 5000?', sql: null },
  {
    table: 'penguins.json',
    question: 'Anteil der Pinguine je Species',
    sql: `SELECT "Species", 100.0 * count(*) / sum(count(*)) OVER () FROM input GROUP BY 1`,
  },
  {
    table: 'penguins.json',
    question: 'Wie viele Pinguine haben kein Sex?',
    sql: `SELECT count(*) FROM input WHERE "Sex" IS NULL`,
  },
  // weather
  {
    table: 'seattle-weather.csv',
    question: 'total precipitation per month',
    sql: `SELECT date_trunc('month', "date") AS m, sum("precipitation") FROM input GROUP BY 1`,
  },
  {
    table: 'seattle-weather.csv',
    question: 'What was the maximum wind in 2014?',
    sql: `SELECT max("wind") FROM input WHERE year("date") = 2014`,
  },
  {
    table: 'seattle-weather.csv',
    question: 'How many days had a temp_max above 30?',
    sql: `SELECT count(*) FROM input WHERE "temp_max" > 30`,
  },
  {
    table: 'seattle-weather.csv',
    question: 'Wie viele Tage mit rain gab es pro Jahr?',
    sql: `SELECT date_trunc('year', "date") AS y, count(*) FROM input WHERE "weather" = 'rain' GROUP BY 1`,
  },
  {
    table: 'seattle-weather.csv',
    question: 'share of days by weather',
    sql: `SELECT "weather", 100.0 * count(*) / sum(count(*)) OVER () FROM input GROUP BY 1`,
  },
  // stocks
  {
    table: 'stocks.csv',
    question: 'Compare the average price of AAPL and GOOG',
    sql: `SELECT "symbol", avg("price") FROM input WHERE "symbol" IN ('AAPL', 'GOOG') GROUP BY 1`,
  },
  {
    table: 'stocks.csv',
    question: 'line chart of the mean price per year for IBM',
    sql: `SELECT date_trunc('year', "date") AS y, avg("price") FROM input WHERE "symbol" = 'IBM' GROUP BY 1`,
  },
  {
    table: 'stocks.csv',
    question: 'lowest price before 2003 by symbol',
    sql: `SELECT "symbol", min("price") FROM input WHERE "date" < DATE '2003-01-01' GROUP BY 1`,
  },
  {
    table: 'stocks.csv',
    question: 'Der höchste Preis von AMZN',
    sql: `SELECT max("price") FROM input WHERE "symbol" = 'AMZN'`,
  },
  { table: 'stocks.csv', question: 'What is the correlation of AAPL and IBM?', sql: null },
  // disasters
  {
    table: 'disasters.csv',
    question: 'Which entity caused the most deaths?',
    sql: `SELECT "Entity", sum("Deaths") AS s FROM input GROUP BY 1 ORDER BY s DESC LIMIT 1`,
    choose: ['sum'],
  },
  {
    table: 'disasters.csv',
    question: 'deaths by Drought since 1950',
    sql: `SELECT sum("Deaths") FROM input WHERE "Entity" = 'Drought' AND "Year" >= 1950`,
    choose: ['sum'],
  },
  {
    table: 'disasters.csv',
    question: 'sum of deaths by year for Epidemic',
    sql: `SELECT "Year", sum("Deaths") FROM input WHERE "Entity" = 'Epidemic' GROUP BY 1`,
  },
  {
    table: 'disasters.csv',
    question: 'Summe der Deaths je Entity, absteigend',
    sql: `SELECT "Entity", sum("Deaths") FROM input GROUP BY 1`,
  },
  {
    table: 'disasters.csv',
    question: 'How many years had more than 100,000 deaths from Flood?',
    sql: `SELECT count(DISTINCT "Year") FROM input WHERE "Deaths" > 100000 AND "Entity" = 'Flood'`,
    choose: ['Year', 'count-distinct'],
  },
  // airports
  { table: 'airports.csv', question: 'How many airports are in Alaska or Hawaii?', sql: null },
  {
    table: 'airports.csv',
    question: 'How many airports are in AK?',
    sql: `SELECT count(*) FROM input WHERE "state" = 'AK'`,
  },
  {
    table: 'airports.csv',
    question: 'top 5 states by number of airports',
    sql: `SELECT "state", count(*) AS n FROM input GROUP BY 1 ORDER BY n DESC LIMIT 5`,
  },
  {
    table: 'airports.csv',
    question: 'average latitude per country',
    sql: `SELECT "country", avg("latitude") FROM input GROUP BY 1`,
  },
  {
    table: 'airports.csv',
    question: 'Wie viele verschiedene state gibt es?',
    sql: `SELECT count(DISTINCT "state") FROM input`,
  },
  // barley
  { table: 'barley.json', question: 'total yield by site', sql: `SELECT "site", sum("yield") FROM input GROUP BY 1` },
  {
    table: 'barley.json',
    question: 'average yield in 1932 by variety',
    sql: `SELECT "variety", avg("yield") FROM input WHERE "year" = 1932 GROUP BY 1`,
  },
  {
    table: 'barley.json',
    question: 'Top 3 variety nach durchschnittlicher yield',
    sql: `SELECT "variety", avg("yield") AS a FROM input GROUP BY 1 ORDER BY a DESC LIMIT 3`,
  },
  {
    table: 'barley.json',
    question: 'percentage of rows with yield over 30',
    sql: `SELECT 100.0 * count(*) FILTER (WHERE "yield" > 30) / count(*) FROM input`,
  },
  {
    table: 'barley.json',
    question: 'How many rows are not from Waseca?',
    sql: `SELECT count(*) FROM input WHERE "site" <> 'Waseca'`,
  },
  // gapminder
  {
    table: 'gapminder.json',
    question: 'highest life_expect per country',
    sql: `SELECT "country", max("life_expect") FROM input GROUP BY 1`,
  },
  {
    table: 'gapminder.json',
    question: 'compare the mean fertility of Germany and France',
    sql: `SELECT "country", avg("fertility") FROM input WHERE "country" IN ('Germany', 'France') GROUP BY 1`,
  },
  { table: 'gapminder.json', question: 'total pop per year', sql: `SELECT "year", sum("pop") FROM input GROUP BY 1` },
  {
    table: 'gapminder.json',
    question: 'Durchschnittliche life_expect in China nach 1980 je Jahr',
    sql: `SELECT "year", avg("life_expect") FROM input WHERE "country" = 'China' AND "year" > 1980 GROUP BY 1`,
  },
  {
    table: 'gapminder.json',
    question: 'number of countries by cluster',
    sql: `SELECT "cluster", count(DISTINCT "country") FROM input GROUP BY 1`,
    choose: ['count-distinct'],
  },
]
