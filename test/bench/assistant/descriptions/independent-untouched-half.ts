import type { DescribedWorkflow } from './workflow-description.ts'

/** Second half of the descriptions that were written by someone who had not seen the rules. No rule may be changed for them. */
export const independentUntouchedHalf: readonly DescribedWorkflow[] = [
  {
    files: ['gapminder-health-income.csv'],
    text: 'countries with health above 80',
    sql: 'SELECT * FROM input WHERE "health">80',
  },
  {
    files: ['birdstrikes.csv'],
    text: 'Number of strikes for each phase of flight?',
    sql: 'SELECT "Phase of flight",count(*) FROM input GROUP BY 1',
  },
  {
    files: ['flights-airport.csv'],
    text: 'Flights from SEA - what are the five busiest destinations? Only destination and count.',
    sql: 'SELECT "destination","count" FROM input WHERE "origin"=\'SEA\' ORDER BY "count" DESC LIMIT 5',
    isOrdered: true,
  },
  {
    files: ['sp500.csv'],
    text: 'I want to know the average, lowest and highest price in 2008.',
    sql: 'SELECT avg("price"),min("price"),max("price") FROM input WHERE CAST("date" AS VARCHAR) LIKE \'%2008%\'',
  },
  {
    files: ['seattle-weather.csv'],
    text: 'Wie viele Tage gab es je Wetterart und wie hoch war dabei im Schnitt die Höchsttemperatur?',
    sql: 'SELECT "weather",count(*),avg("temp_max") FROM input GROUP BY "weather"',
  },
  {
    files: ['birdstrikes.csv'],
    text: 'There are some exact duplicate rows in here, get rid of them first. After that only strikes at night, sum the total cost by wildlife size, highest sum on top.',
    sql: 'SELECT "Wildlife Size",sum("Cost Total $") AS s FROM (SELECT DISTINCT * FROM input) WHERE "Time of day"=\'Night\' GROUP BY 1 ORDER BY s DESC',
    isOrdered: true,
  },
  {
    files: ['zipcodes.csv'],
    text: 'for each state count the distinct counties, alphabetical by state',
    sql: 'SELECT "state",count(DISTINCT "county") FROM input WHERE "state" IS NOT NULL GROUP BY 1 ORDER BY 1',
    isOrdered: true,
  },
  {
    files: ['disasters.csv'],
    text: 'Earthquakes with more than 100,000 deaths in a year, newest first',
    sql: 'SELECT * FROM input WHERE "Entity"=\'Earthquake\' AND "Deaths">100000 ORDER BY "Year" DESC',
    isOrdered: true,
  },
  {
    files: ['co2-concentration.csv'],
    text: 'split the date into a year and a month column',
    sql: 'SELECT year("Date") AS year,month("Date") AS month,"CO2","adjusted CO2" FROM input',
  },
  {
    files: ['disasters.csv', 'global-temp.csv'],
    text: 'My professor wants flood deaths next to the global temperature. So: from the disasters take only floods since 2000, match the temperature file by year, keep year, deaths and temp and sort by year. Finally write it to a JSON file.',
    sql: 'SELECT i."Year",i."Deaths",o."temp" FROM input i JOIN other o ON i."Year"=o."year" WHERE i."Entity"=\'Flood\' AND i."Year">=2000 ORDER BY i."Year"',
    isOrdered: true,
    nodes: [{ type: 'export', config: { format: 'json' } }],
  },
  {
    files: ['sp500-2000.csv'],
    text: 'Calculate the daily change as close minus open and show me the 3 worst days (date and change), worst first.',
    sql: 'SELECT "date","close"-"open" AS change FROM input ORDER BY change ASC LIMIT 3',
    isOrdered: true,
  },
  {
    files: ['us-employment.csv'],
    text: 'Ich brauche aus den Daten ab 2010 den Jahresdurchschnitt von manufacturing und construction: Jahr aus dem Monat ableiten, pro Jahr mitteln, auf eine Nachkommastelle runden, nach Jahr aufsteigend sortieren.',
    sql: 'SELECT year("month") AS jahr,round(avg("manufacturing"),1),round(avg("construction"),1) FROM input WHERE "month">=DATE \'2010-01-01\' GROUP BY jahr ORDER BY jahr',
    isOrdered: true,
  },
  {
    files: ['population_engineers_hurricanes.csv'],
    text: 'states that had at least one hurricane, show state and hurricanes, but rename hurricanes to storms',
    sql: 'SELECT "state","hurricanes" AS storms FROM input WHERE "hurricanes">=1',
  },
  {
    files: ['stocks.csv'],
    text: 'Give me min and max price per symbol and the difference between the two as spread.',
    sql: 'SELECT "symbol",min("price"),max("price"),max("price")-min("price") AS spread FROM input GROUP BY "symbol"',
  },
  {
    files: ['weather.csv'],
    text: "We're preparing a slide: what percentage of days was rainy in each city? I mean rows where weather is rain, divided by all rows of that location, times 100, one decimal, higher one first.",
    sql: 'SELECT "location",round(100.0*count(*) FILTER (WHERE "weather"=\'rain\')/count(*),1) AS pct FROM input GROUP BY 1 ORDER BY pct DESC',
    isOrdered: true,
  },
  {
    files: ['global-temp.csv'],
    text: 'Derive the decade from the year (1987 -> 1980), average temp per decade as avg_temp, sort by decade, and plot it as a line',
    sql: 'SELECT CAST(floor("year"/10)*10 AS INTEGER) AS decade,avg("temp") AS avg_temp FROM input GROUP BY decade ORDER BY decade',
    isOrdered: true,
    nodes: [{ type: 'chart', config: { mark: 'line', x: 'decade', y: 'avg_temp' } }],
  },
  {
    files: ['gapminder-health-income.csv'],
    text: 'scatter plot please, income on the x axis and health on the y axis',
    nodes: [{ type: 'chart', config: { mark: 'scatter', x: 'income', y: 'health' } }],
  },
  {
    files: ['la-riots.csv'],
    text: 'Show me the officer-involved shootings with first name, last name and date of death, ordered by date and then by last name.',
    sql: 'SELECT "first_name","last_name","death_date" FROM input WHERE "type"=\'Officer-involved shooting\' ORDER BY "death_date","last_name"',
    isOrdered: true,
  },
  {
    files: ['lookup_groups.csv', 'lookup_people.csv'],
    text: 'Ergänze zu jeder Person in der Gruppentabelle das Alter und die Größe aus der zweiten Datei, die Jüngsten zuerst.',
    sql: 'SELECT i."group",i."person",o."age",o."height" FROM input i JOIN other o ON i."person"=o."name" ORDER BY o."age"',
    isOrdered: true,
  },
  {
    files: ['github.csv'],
    text: 'give me all rows with more than 30 commits',
    sql: 'SELECT * FROM input WHERE "count">30',
  },
  {
    files: ['seattle-weather-hourly-normals.csv'],
    text: 'Take the hourly data, work out the mean temperature and mean wind for every month, then sort with the warmest month first and keep three.',
    sql: 'SELECT month("date") AS m,avg("temperature") AS t,avg("wind") FROM input GROUP BY m ORDER BY t DESC LIMIT 3',
    isOrdered: true,
  },
  { files: ['zipcodes.csv'], text: 'check that zip_code is unique and never empty', nodes: [{ type: 'validation' }] },
  {
    files: ['iowa-electricity.csv'],
    text: 'Filter to Renewables, year and net generation only, and export as parquet every day at 6am.',
    sql: 'SELECT "year","net_generation" FROM input WHERE "source"=\'Renewables\'',
    nodes: [
      { type: 'export', config: { format: 'parquet' } },
      { type: 'schedule', config: { cron: '0 6 * * *' } },
    ],
  },
  {
    files: ['birdstrikes.csv'],
    text: 'Nur Vorfälle aus Texas zwischen 1995 und 1999 (beide Jahre eingeschlossen). Dann die Gesamtkosten je Fluggesellschaft summieren, absteigend sortieren und die ersten 3 zeigen.',
    sql: 'SELECT "Aircraft Airline Operator",sum("Cost Total $") AS s FROM input WHERE "Origin State"=\'Texas\' AND "Flight Date">=DATE \'1995-01-01\' AND "Flight Date"<=DATE \'1999-12-31\' GROUP BY 1 ORDER BY s DESC LIMIT 3',
    isOrdered: true,
  },
  {
    files: ['airports.csv'],
    text: 'Zeig mir alle Flughäfen, bei denen die Stadt fehlt.',
    sql: 'SELECT * FROM input WHERE "city" IS NULL',
  },
  {
    files: ['species.csv'],
    text: 'The first two digits of the county id are the state code. Take American Robin only and give me the average year-round habitat pct per state code.',
    sql: 'SELECT left("county_id",2) AS state_code,avg("habitat_yearround_pct") FROM input WHERE "common_name"=\'American Robin\' GROUP BY 1',
  },
  {
    files: ['birdstrikes.csv'],
    text: 'airport names are all caps, make them lowercase, then count strikes per airport',
    sql: 'SELECT lower("Airport Name") AS airport,count(*) FROM input GROUP BY 1',
  },
  {
    files: ['flights-airport.csv'],
    text: 'What share of all flights leaves from each origin? In percent, top ten, largest share first.',
    sql: 'SELECT "origin",100.0*sum("count")/(SELECT sum("count") FROM input) AS pct FROM input GROUP BY "origin" ORDER BY pct DESC LIMIT 10',
    isOrdered: true,
  },
  {
    files: ['la-riots.csv'],
    text: 'One age is missing. Replace it with the median age, and then tell me the average age for men and women separately.',
    sql: 'SELECT "gender",avg(coalesce("age",(SELECT median("age") FROM input))) FROM input GROUP BY "gender"',
  },
  {
    files: ['stocks.csv', 'sp500.csv'],
    text: 'Please append the S&P file below the stocks. The S&P rows have no symbol, so fill that with SP500. Then average price per symbol, sorted from low to high.',
    sql: 'SELECT coalesce("symbol",\'SP500\') AS symbol,avg("price") AS avg_price FROM (SELECT "symbol","price" FROM input UNION ALL SELECT NULL,"price" FROM other) GROUP BY 1 ORDER BY avg_price',
    isOrdered: true,
  },
]
