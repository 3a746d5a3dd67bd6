import type { DescribedWorkflow } from './workflow-description.ts'

/** Descriptions that were written before their first run. The rules may be changed for them. */
export const firstHalf: readonly DescribedWorkflow[] = [
  {
    files: ['stocks.csv'],
    text: 'Load the stock prices and compute the average price per symbol.',
    sql: `SELECT "symbol", avg("price") FROM input GROUP BY 1`,
  },
  {
    files: ['stocks.csv'],
    text: 'Keep only the rows of AAPL and sort them by price, highest first',
    sql: `SELECT "symbol", "price" FROM input WHERE "symbol" = 'AAPL' ORDER BY "price" DESC`,
    isOrdered: true,
  },
  {
    files: ['stocks.csv'],
    text: 'Take all prices above 500, then export them as a CSV file',
    sql: `SELECT "symbol", "price" FROM input WHERE "price" > 500`,
    nodes: [{ type: 'export', config: { format: 'csv' } }],
  },
  {
    files: ['seattle-weather.csv'],
    text: 'Read the file, drop all days without precipitation and count the remaining days by weather',
    sql: `SELECT "weather", count(*) FROM input WHERE "precipitation" > 0 GROUP BY 1`,
  },
  {
    files: ['seattle-weather.csv'],
    text: 'I want the maximum temp_max and the minimum temp_min for each weather',
    sql: `SELECT "weather", max("temp_max"), min("temp_min") FROM input GROUP BY 1`,
  },
  {
    files: ['seattle-weather.csv'],
    text: 'Compute a column range as temp_max minus temp_min, then show the 10 rows with the largest range',
    sql: `SELECT "temp_max" - "temp_min" FROM input ORDER BY 1 DESC LIMIT 10`,
    nodes: [{ type: 'derive_column' }],
  },
  {
    files: ['seattle-weather.csv'],
    text: 'Every day at 6:30 load the weather and draw a line chart of temp_max over date',
    nodes: [
      { type: 'schedule', config: { cron: '30 6 * * *' } },
      { type: 'chart', config: { mark: 'line', x: 'date', y: 'temp_max' } },
    ],
  },
  {
    files: ['seattle-weather.csv'],
    text: 'Lade die Datei, behalte die Tage mit wind über 8 und sortiere sie nach wind absteigend.',
    sql: `SELECT "date", "wind" FROM input WHERE "wind" > 8 ORDER BY "wind" DESC`,
  },
  {
    files: ['airports.csv'],
    text: 'How many airports are there in each state? Show the five states with the most airports.',
    sql: `SELECT "state", count(*) FROM input GROUP BY 1 ORDER BY 2 DESC LIMIT 5`,
  },
  {
    files: ['airports.csv'],
    text: 'Remove duplicate airports by name and keep the columns iata, name and city',
    sql: `SELECT DISTINCT "name" FROM input`,
    nodes: [
      { type: 'deduplicate', config: { columns: ['name'] } },
      { type: 'select', config: { columns: ['iata', 'name', 'city'], how: 'keep' } },
    ],
  },
  {
    files: ['airports.csv'],
    text: 'Check that iata is unique and that no latitude is missing.',
    nodes: [{ type: 'validation' }],
  },
  {
    files: ['airports.csv'],
    text: 'Only airports in Alaska (state AK), please, saved as an Excel file',
    sql: `SELECT "iata" FROM input WHERE "state" = 'AK'`,
    nodes: [{ type: 'export', config: { format: 'xlsx' } }],
  },
  {
    files: ['disasters.csv'],
    text: 'Sum the deaths by entity and sort by the sum in descending order',
    sql: `SELECT "Entity", sum("Deaths") FROM input GROUP BY 1 ORDER BY 2 DESC`,
    isOrdered: true,
  },
  {
    files: ['disasters.csv'],
    text: 'Filter the years from 1950 to 1999, then total deaths per year as a bar chart',
    sql: `SELECT "Year", sum("Deaths") FROM input WHERE "Year" BETWEEN 1950 AND 1999 GROUP BY 1`,
    nodes: [{ type: 'chart', config: { mark: 'bar' } }],
  },
  {
    files: ['disasters.csv'],
    text: 'Entferne alle Zeilen, in denen Entity gleich "All natural disasters" ist, und summiere Deaths je Year',
    sql: `SELECT "Year", sum("Deaths") FROM input WHERE "Entity" <> 'All natural disasters' GROUP BY 1`,
  },
  {
    files: ['cars.json'],
    text: 'Average Miles_per_Gallon and Horsepower by Origin',
    sql: `SELECT "Origin", avg("Miles_per_Gallon"), avg("Horsepower") FROM input GROUP BY 1`,
  },
  {
    files: ['cars.json'],
    text: 'Fill missing Horsepower with the median, then show the cars with more than 200 Horsepower',
    sql: `SELECT "Name", "Horsepower" FROM input WHERE "Horsepower" > 200`,
    nodes: [{ type: 'fill', config: { columns: ['Horsepower'], how: 'median' } }],
  },
  {
    files: ['cars.json'],
    text: 'Cars whose Origin is Japan or Europe with at least 6 cylinders',
    sql: `SELECT "Name" FROM input WHERE "Origin" IN ('Japan', 'Europe') AND "Cylinders" >= 6`,
  },
  {
    files: ['cars.json'],
    text: 'Rename Miles_per_Gallon to mpg and Weight_in_lbs to weight. Then take a random sample of 50 rows.',
    nodes: [{ type: 'rename_and_cast' }, { type: 'sample', config: { how: 'rows', rows: 50 } }],
  },
  {
    files: ['cars.json'],
    text: 'Wie viele Autos gibt es je Origin und Cylinders?',
    sql: `SELECT "Origin", "Cylinders", count(*) FROM input GROUP BY 1, 2`,
  },
  {
    files: ['penguins.json'],
    text: 'Remove penguins without a Sex and compute the mean Body Mass (g) per Species and Sex',
    sql: `SELECT "Species", "Sex", avg("Body Mass (g)") FROM input WHERE "Sex" IS NOT NULL GROUP BY 1, 2`,
  },
  {
    files: ['penguins.json'],
    text: 'Scatter plot of Beak Length (mm) against Beak Depth (mm) for Adelie penguins only',
    nodes: [{ type: 'filter' }, { type: 'chart', config: { mark: 'scatter' } }],
    sql: `SELECT "Species" FROM input WHERE "Species" = 'Adelie'`,
  },
  {
    files: ['movies.json'],
    text: 'Which 10 directors have the highest total Worldwide Gross?',
    sql: `SELECT "Director", sum("Worldwide Gross") FROM input GROUP BY 1 ORDER BY 2 DESC LIMIT 10`,
  },
  {
    files: ['movies.json'],
    text: 'Keep movies with an IMDB Rating of at least 8, sort by IMDB Votes from high to low and keep the first 20',
    sql: `SELECT "Title" FROM input WHERE "IMDB Rating" >= 8 ORDER BY "IMDB Votes" DESC NULLS LAST LIMIT 20`,
    isOrdered: true,
  },
  {
    files: ['movies.json'],
    text: 'Filme mit fehlendem Major Genre entfernen, dann das durchschnittliche Production Budget je Major Genre berechnen',
    sql: `SELECT "Major Genre", avg("Production Budget") FROM input WHERE "Major Genre" IS NOT NULL GROUP BY 1`,
  },
  {
    files: ['lookup_groups.csv', 'lookup_people.csv'],
    text: 'Load lookup_groups.csv and lookup_people.csv, join them by person and name, and compute the average age per group',
    sql: `SELECT "group", avg("age") FROM input JOIN other ON "person" = "name" GROUP BY 1`,
  },
  {
    files: ['barley.json'],
    text: 'Turn the data so that there is one row per variety and one column per year with the total yield',
    sql: `SELECT "variety", sum("yield") FILTER (WHERE "year" = 1931), sum("yield") FILTER (WHERE "year" = 1932) FROM input GROUP BY 1`,
  },
  {
    files: ['gapminder-health-income.csv'],
    text: 'Calculate gdp as income times population, keep country, region and gdp, and sort by gdp descending',
    sql: `SELECT "country", "region", "income"::DOUBLE * "population" FROM input ORDER BY 3 DESC`,
    isOrdered: true,
  },
  {
    files: ['gapminder-health-income.csv'],
    text: 'Group by region and give me the number of countries and the total population, largest population first',
    sql: `SELECT "region", count(*), sum("population") FROM input GROUP BY 1 ORDER BY 3 DESC`,
    isOrdered: true,
  },
  {
    files: ['iowa-electricity.csv'],
    text: 'Convert source to lowercase, then sum net_generation by source',
    sql: `SELECT lower("source"), sum("net_generation") FROM input GROUP BY 1`,
  },
]
