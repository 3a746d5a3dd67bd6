import type { DescribedWorkflow } from './workflow-description.ts'

/** Descriptions that were written before their first run. The rules are not changed for them. */
export const untouchedHalf: readonly DescribedWorkflow[] = [
  {
    files: ['stocks.csv'],
    text: 'Find the highest price of every symbol and sort the symbols by it',
    sql: `SELECT "symbol", max("price") FROM input GROUP BY 1`,
  },
  {
    files: ['stocks.csv'],
    text: 'Drop the rows with symbol IBM, then count the rows per symbol',
    sql: `SELECT "symbol", count(*) FROM input WHERE "symbol" <> 'IBM' GROUP BY 1`,
  },
  {
    files: ['stocks.csv'],
    text: 'Load the file, keep prices between 100 and 200 and save the result as Parquet',
    sql: `SELECT "symbol", "price" FROM input WHERE "price" BETWEEN 100 AND 200`,
    nodes: [{ type: 'export', config: { format: 'parquet' } }],
  },
  {
    files: ['seattle-weather.csv'],
    text: 'Show me the 7 windiest days: sort by wind descending and take the first 7',
    sql: `SELECT "wind" FROM input ORDER BY 1 DESC LIMIT 7`,
  },
  {
    files: ['seattle-weather.csv'],
    text: 'Only snow days (weather is snow), then the average of temp_min and temp_max',
    sql: `SELECT avg("temp_min"), avg("temp_max") FROM input WHERE "weather" = 'snow'`,
  },
  {
    files: ['seattle-weather.csv'],
    text: 'Total precipitation per month, shown as a line chart',
    sql: `SELECT sum("precipitation") FROM input GROUP BY strftime("date"::DATE, '%Y-%m')`,
    nodes: [{ type: 'chart', config: { mark: 'line' } }],
  },
  {
    files: ['seattle-weather.csv'],
    text: 'On the first of every month at 9 load the file and export the rainy days (weather equals rain) as JSON',
    sql: `SELECT "date" FROM input WHERE "weather" = 'rain'`,
    nodes: [
      { type: 'schedule', config: { cron: '0 9 1 * *' } },
      { type: 'export', config: { format: 'json' } },
    ],
  },
  {
    files: ['seattle-weather.csv'],
    text: 'Die mittlere precipitation und der höchste wind je weather',
    sql: `SELECT "weather", avg("precipitation"), max("wind") FROM input GROUP BY 1`,
  },
  {
    files: ['airports.csv'],
    text: 'Count airports per country and keep countries with more than 1 airport',
    sql: `SELECT "country", count(*) FROM input GROUP BY 1 HAVING count(*) > 1`,
  },
  {
    files: ['airports.csv'],
    text: 'List the airports with a latitude above 65, northernmost first, without the columns longitude and country',
    sql: `SELECT "iata", "latitude" FROM input WHERE "latitude" > 65 ORDER BY "latitude" DESC`,
    nodes: [{ type: 'select', config: { columns: ['longitude', 'country'], how: 'drop' } }],
  },
  {
    files: ['airports.csv'],
    text: 'Make sure that latitude is between -90 and 90 and longitude between -180 and 180',
    nodes: [{ type: 'validation' }],
  },
  {
    files: ['airports.csv'],
    text: 'Flughäfen aus Texas (state gleich TX) behalten und als Excel-Datei speichern',
    sql: `SELECT "iata" FROM input WHERE "state" = 'TX'`,
    nodes: [{ type: 'export', config: { format: 'xlsx' } }],
  },
  {
    files: ['disasters.csv'],
    text: 'Which entity had the most deaths in total since 1980?',
    sql: `SELECT "Entity", sum("Deaths") FROM input WHERE "Year" >= 1980 GROUP BY 1 ORDER BY 2 DESC LIMIT 1`,
  },
  {
    files: ['disasters.csv'],
    text: 'Compare earthquakes and floods: keep rows where Entity is Earthquake or Flood, then the mean of Deaths by Entity',
    sql: `SELECT "Entity", avg("Deaths") FROM input WHERE "Entity" IN ('Earthquake', 'Flood') GROUP BY 1`,
  },
  {
    files: ['disasters.csv'],
    text: 'Behalte Jahre ab 2000, summiere Deaths je Entity und zeige ein Balkendiagramm',
    sql: `SELECT "Entity", sum("Deaths") FROM input WHERE "Year" >= 2000 GROUP BY 1`,
    nodes: [{ type: 'chart', config: { mark: 'bar' } }],
  },
  {
    files: ['cars.json'],
    text: 'Add a column power_to_weight which is Horsepower divided by Weight_in_lbs, sort by it and show the top 5',
    sql: `SELECT "Name", "Horsepower" / "Weight_in_lbs" FROM input ORDER BY 2 DESC NULLS LAST LIMIT 5`,
  },
  {
    files: ['cars.json'],
    text: 'Throw away cars with no Miles_per_Gallon and give the median Miles_per_Gallon for each number of Cylinders',
    sql: `SELECT "Cylinders", median("Miles_per_Gallon") FROM input WHERE "Miles_per_Gallon" IS NOT NULL GROUP BY 1`,
  },
  {
    files: ['cars.json'],
    text: 'Keep cars that are not from the USA (Origin) and lighter than 2000 (Weight_in_lbs)',
    sql: `SELECT "Name" FROM input WHERE "Origin" <> 'USA' AND "Weight_in_lbs" < 2000`,
  },
  {
    files: ['cars.json'],
    text: 'Split the cars into 80 % training and 20 % test data',
    nodes: [{ type: 'split' }],
  },
  {
    files: ['cars.json'],
    text: 'Durchschnittliche Acceleration nach Origin, absteigend sortiert',
    sql: `SELECT "Origin", avg("Acceleration") FROM input GROUP BY 1 ORDER BY 2 DESC`,
    isOrdered: true,
  },
  {
    files: ['penguins.json'],
    text: 'Replace empty Sex by "unknown" and count the penguins per Island and Sex',
    sql: `SELECT "Island", coalesce("Sex", 'unknown'), count(*) FROM input GROUP BY 1, 2`,
  },
  {
    files: ['penguins.json'],
    text: 'Histogram of Flipper Length (mm) of the Gentoo Species',
    nodes: [{ type: 'filter' }, { type: 'chart' }],
    sql: `SELECT "Species" FROM input WHERE "Species" = 'Gentoo'`,
  },
  {
    files: ['movies.json'],
    text: 'The ten distributors with the most movies',
    sql: `SELECT "Distributor", count(*) FROM input WHERE "Distributor" IS NOT NULL GROUP BY 1 ORDER BY 2 DESC LIMIT 10`,
  },
  {
    files: ['movies.json'],
    text: 'Comedies and dramas with a Running Time min over 180: keep rows where Major Genre is Comedy or Drama and Running Time min is greater than 180',
    sql: `SELECT "Title" FROM input WHERE "Major Genre" IN ('Comedy', 'Drama') AND "Running Time min" > 180`,
  },
  {
    files: ['movies.json'],
    text: 'Sortiere die Filme nach US Gross absteigend, nimm die ersten 15 und behalte nur die Spalten Title und US Gross',
    sql: `SELECT "Title", "US Gross" FROM input ORDER BY "US Gross" DESC NULLS LAST LIMIT 15`,
    isOrdered: true,
  },
  {
    files: ['lookup_people.csv', 'lookup_groups.csv'],
    text: 'Combine lookup_people.csv with lookup_groups.csv where name equals person, then count the people per group',
    sql: `SELECT "group", count(*) FROM input JOIN other ON "person" = "name" GROUP BY 1`,
  },
  {
    files: ['barley.json'],
    text: 'Mean yield by site with the sites in columns and the varieties in rows',
    sql: `SELECT "variety", avg("yield") FILTER (WHERE "site" = 'Waseca') FROM input GROUP BY 1`,
  },
  {
    files: ['gapminder-health-income.csv'],
    text: 'Delete the column population, then show the 3 countries with the lowest health in the region south_asia',
    sql: `SELECT "country", "health" FROM input WHERE "region" = 'south_asia' ORDER BY "health" LIMIT 3`,
  },
  {
    files: ['us-employment.csv'],
    text: 'Keep month, construction and manufacturing and turn construction and manufacturing into rows',
    nodes: [{ type: 'unpivot', config: { columns: ['construction', 'manufacturing'] } }],
  },
  {
    files: ['iowa-electricity.csv'],
    text: 'Sum of net_generation per source and year, then only Renewables as source, sorted by year',
    sql: `SELECT "year", sum("net_generation") FROM input WHERE "source" = 'Renewables' GROUP BY 1`,
  },
]
