import type { DescribedWorkflow } from './workflow-description.ts'

/**
 * Descriptions by a fifth writer, for small companies, shops and public offices, who had not seen the rules. The rules may
 * be changed for them.
 */
export const fifthSet: readonly DescribedWorkflow[] = [
  {
    files: ['birdstrikes.csv'],
    text: 'Which 10 airline operators had the highest bird strike costs overall? Please add up "Cost Total $" per operator and put the most expensive one first.',
    sql: 'SELECT "Aircraft Airline Operator", SUM("Cost Total $") AS total_cost FROM input GROUP BY 1 ORDER BY total_cost DESC LIMIT 10',
    isOrdered: true,
  },
  {
    files: ['birdstrikes.csv'],
    text: 'Only strikes at night, number of cases per phase of flight. Bar chart please.',
    sql: 'SELECT "Phase of flight", COUNT(*) AS n FROM input WHERE "Time of day" = \'Night\' GROUP BY 1',
    nodes: [{ type: 'chart', config: { mark: 'bar' } }],
  },
  {
    files: ['birdstrikes.csv'],
    text: 'I need the substantial damage cases involving large animals: flight date, airport name, species and repair cost. Save it as an Excel file.',
    sql: 'SELECT "Flight Date", "Airport Name", "Wildlife Species", "Cost Repair" FROM input WHERE "Effect Amount of damage" = \'Substantial\' AND "Wildlife Size" = \'Large\'',
    nodes: [{ type: 'export', config: { format: 'xlsx' } }],
  },
  {
    files: ['zipcodes.csv'],
    text: 'We only deliver in Vermont (VT). Make me a csv with zip code, city and county for that state, sorted by zip code.',
    sql: "SELECT zip_code, city, county FROM input WHERE state = 'VT' ORDER BY zip_code",
    isOrdered: true,
    nodes: [{ type: 'export', config: { format: 'csv' } }],
  },
  {
    files: ['zipcodes.csv'],
    text: 'Can you list every combination of city and county in Delaware (DE) just once, alphabetically by city? The file repeats them for every zip code.',
    sql: "SELECT DISTINCT city, county FROM input WHERE state = 'DE' ORDER BY city",
    isOrdered: true,
  },
  {
    files: ['driving.json'],
    text: 'Taxi firm, need the fuel trend: sort by year and add a column with the change in gas compared to the previous year (the first year stays empty).',
    sql: 'SELECT year, gas, gas - LAG(gas) OVER (ORDER BY year) AS change FROM input ORDER BY year',
    isOrdered: true,
  },
  {
    files: ['airports.csv'],
    text: 'Wie viele Flughäfen gibt es je Bundesstaat? Bitte nur die Staaten mit mehr als 100 Flughäfen zeigen, absteigend nach Anzahl.',
    sql: 'SELECT state, COUNT(*) AS n FROM input GROUP BY state HAVING COUNT(*) > 100 ORDER BY n DESC',
    isOrdered: true,
  },
  {
    files: ['airports.csv'],
    text: 'Find all airports in Texas or Oklahoma (TX, OK) whose name contains "Municipal" and give me iata, name and city.',
    sql: "SELECT iata, name, city FROM input WHERE state IN ('TX', 'OK') AND name ILIKE '%municipal%'",
  },
  {
    files: ['cars.json'],
    text: 'Shortlist for our company fleet: cars from model year 1980 or later that do at least 35 miles per gallon. Name, mpg and horsepower are enough, most economical on top.',
    sql: 'SELECT Name, Miles_per_Gallon, Horsepower FROM input WHERE year(CAST(Year AS DATE)) >= 1980 AND Miles_per_Gallon >= 35 ORDER BY Miles_per_Gallon DESC',
  },
  {
    files: ['cars.json'],
    text: 'Our customers think in kilowatts. Add a column power_kw = Horsepower * 0.7457, rounded to one decimal, to every car.',
    sql: 'SELECT Name, Horsepower, ROUND(Horsepower * 0.7457, 1) AS power_kw FROM input',
  },
  {
    files: ['gapminder-health-income.csv'],
    text: 'Scatter plot of income (x) against health (y) for the countries of the region east_asia_pacific, skipping those with a population below 1 million.',
    sql: "SELECT country, income, health FROM input WHERE region = 'east_asia_pacific' AND population >= 1000000",
    nodes: [{ type: 'chart', config: { mark: 'scatter' } }],
  },
  {
    files: ['movies.json'],
    text: 'We run a small DVD shop. Which distributors have sold DVDs for more than 500 million in total (US DVD Sales)? Highest first, and leave out films with no distributor.',
    sql: 'SELECT Distributor, SUM("US DVD Sales") AS dvd_sales FROM input WHERE Distributor IS NOT NULL GROUP BY Distributor HAVING SUM("US DVD Sales") > 500000000 ORDER BY dvd_sales DESC',
    isOrdered: true,
  },
  {
    files: ['movies.json'],
    text: 'For the open air cinema programme: average IMDB rating and number of movies per major genre, ignoring movies where the genre is empty. Best rated genre at the top.',
    sql: 'SELECT "Major Genre", AVG("IMDB Rating") AS avg_rating, COUNT(*) AS n FROM input WHERE "Major Genre" IS NOT NULL GROUP BY 1 ORDER BY avg_rating DESC',
    isOrdered: true,
  },
  {
    files: ['seattle-weather.csv'],
    text: 'i sell ice cream. how many days per year were warmer than 25 degrees (temp_max) with zero precipitation?',
    sql: 'SELECT year(date) AS year, COUNT(*) AS n FROM input WHERE temp_max > 25 AND precipitation = 0 GROUP BY 1',
  },
  {
    files: ['seattle-weather.csv'],
    text: 'Für den Winterdienst: Zähle pro Jahr die Frosttage (temp_min unter 0) und zeig das Ergebnis als Balkendiagramm.',
    sql: 'SELECT year(date) AS year, COUNT(*) AS n FROM input WHERE temp_min < 0 GROUP BY 1',
    nodes: [{ type: 'chart', config: { mark: 'bar' } }],
  },
  {
    files: ['weather.csv'],
    text: 'Compare our two branches for 2014: total precipitation and average wind per location.',
    sql: 'SELECT location, SUM(precipitation) AS total_precipitation, AVG(wind) AS avg_wind FROM input WHERE year(date) = 2014 GROUP BY location',
  },
  {
    files: ['weather.csv'],
    text: 'Please make a pivot table: locations as rows, weather types as columns, and in the cells the number of days.',
    sql: "SELECT location, COUNT(*) FILTER (weather = 'drizzle') AS drizzle, COUNT(*) FILTER (weather = 'fog') AS fog, COUNT(*) FILTER (weather = 'rain') AS rain, COUNT(*) FILTER (weather = 'snow') AS snow, COUNT(*) FILTER (weather = 'sun') AS sun FROM input GROUP BY location",
  },
  {
    files: ['stocks.csv'],
    text: 'Highest price, lowest price and the difference between the two for each symbol.',
    sql: 'SELECT symbol, MAX(price) AS max_price, MIN(price) AS min_price, MAX(price) - MIN(price) AS diff FROM input GROUP BY symbol',
  },
  {
    files: ['stocks.csv'],
    text: 'The pension committee wants to know what AAPL and IBM cost on average in 2008. Could you work that out per symbol?',
    sql: "SELECT symbol, AVG(price) AS avg_price FROM input WHERE symbol IN ('AAPL', 'IBM') AND CAST(date AS VARCHAR) LIKE '%2008%' GROUP BY symbol",
  },
  {
    files: ['sp500-2000.csv'],
    text: 'Average closing price per year as a line chart, oldest year first',
    sql: 'SELECT year(date) AS year, AVG(close) AS avg_close FROM input GROUP BY 1 ORDER BY 1',
    isOrdered: true,
    nodes: [{ type: 'chart', config: { mark: 'line' } }],
  },
  {
    files: ['us-employment.csv'],
    text: 'Chamber of commerce report. Calculate manufacturing as a percentage of nonfarm for each month, 1 decimal place, and plot it over time as a line.',
    sql: 'SELECT month, ROUND(manufacturing * 100.0 / nonfarm, 1) AS pct FROM input',
    nodes: [{ type: 'chart', config: { mark: 'line' } }],
  },
  {
    files: ['us-employment.csv'],
    text: 'In welchen Monaten lag nonfarm_change über 300? Ich brauche nur Monat und Veränderung, die neuesten Monate zuerst.',
    sql: 'SELECT month, nonfarm_change FROM input WHERE nonfarm_change > 300 ORDER BY month DESC',
    isOrdered: true,
  },
  {
    files: ['unemployment-across-industries.json'],
    text: 'Which five industries (series) had the highest average unemployment rate in 2009?',
    sql: 'SELECT series, AVG(rate) AS avg_rate FROM input WHERE year = 2009 GROUP BY series ORDER BY avg_rate DESC LIMIT 5',
  },
  {
    files: ['unemployment-across-industries.json'],
    text: 'Every Monday at 7 am: take Construction and Manufacturing only, sum the count per year and write the result to a CSV file. We need one row per year and series.',
    sql: "SELECT series, year, SUM(count) AS total FROM input WHERE series IN ('Construction', 'Manufacturing') GROUP BY series, year",
    nodes: [
      { type: 'schedule', config: { cron: '0 7 * * 1' } },
      { type: 'export', config: { format: 'csv' } },
    ],
  },
  {
    files: ['income.json'],
    text: 'Housing department here. Show us the states where the pct in the group "200000+" is greater than 0.05, with name and pct.',
    sql: 'SELECT name, pct FROM input WHERE "group" = \'200000+\' AND pct > 0.05',
  },
  {
    files: ['income.json'],
    text: 'Estimate the number of households as pct times total, then add them up per income group, but just for the west region.',
    sql: 'SELECT "group", SUM(pct * total) AS households FROM input WHERE region = \'west\' GROUP BY "group"',
  },
  {
    files: ['population_engineers_hurricanes.csv'],
    text: 'Recruiting wants to know where the engineers are: multiply population by the engineers share and give me the ten states with the most engineers, in descending order.',
    sql: 'SELECT state, population * engineers AS n_engineers FROM input ORDER BY n_engineers DESC LIMIT 10',
    isOrdered: true,
  },
  {
    files: ['us-state-capitals.json', 'population_engineers_hurricanes.csv'],
    text: 'Attach the population from the second file to the capitals (match on state). Then show only states with more than 10 million people: state, capital city, population.',
    sql: 'SELECT i.state, i.city, o.population FROM input i JOIN other o ON i.state = o.state WHERE o.population > 10000000',
  },
  {
    files: ['obesity.json', 'population_engineers_hurricanes.csv'],
    text: 'Health office request: join both tables on id, keep just the ids that appear in both, and compute affected = rate * population.',
    sql: 'SELECT i.id, i.rate, o.population, i.rate * o.population AS affected FROM input i JOIN other o ON i.id = o.id',
  },
  {
    files: ['lookup_groups.csv', 'lookup_people.csv'],
    text: 'The first file says who is in which group, the second has age and height per person (its name column equals person). What is the average age per group?',
    sql: 'SELECT i."group", AVG(o.age) AS avg_age FROM input i JOIN other o ON i.person = o.name GROUP BY i."group"',
  },
  {
    files: ['flights-airport.csv', 'airports.csv'],
    text: 'Match origin in the flights with iata in the airport list, drop routes without a match, and sum count by state of departure. Top 10 states please, sorted.',
    sql: 'SELECT o.state, SUM(i.count) AS flights FROM input i JOIN other o ON i.origin = o.iata GROUP BY o.state ORDER BY flights DESC LIMIT 10',
    isOrdered: true,
  },
  {
    files: ['political-contributions.json'],
    text: 'election office: candidates whose total disbursements are bigger than there total reciepts. name, both amounts and the overspend (disbursements minus receipts)',
    sql: 'SELECT Candidate_Name, Total_Receipts, Total_Disbursements, Total_Disbursements - Total_Receipts AS overspend FROM input WHERE Total_Disbursements > Total_Receipts',
  },
  {
    files: ['github.csv'],
    text: 'When are the busy hours? Total count for each hour of the day (0 to 23) across the whole file, in order of the hour.',
    sql: 'SELECT hour(time) AS hour, SUM(count) AS total FROM input GROUP BY 1 ORDER BY 1',
    isOrdered: true,
  },
  {
    files: ['iowa-electricity.csv'],
    text: 'Could the municipal utility get a table with one line per year and one column for each energy source holding net_generation? As a Parquet file, if possible.',
    sql: "SELECT SUM(net_generation) FILTER (source = 'Fossil Fuels') AS fossil, SUM(net_generation) FILTER (source = 'Nuclear Energy') AS nuclear, SUM(net_generation) FILTER (source = 'Renewables') AS renewables FROM input GROUP BY year",
    nodes: [{ type: 'export', config: { format: 'parquet' } }],
  },
  {
    files: ['budget.json'],
    text: 'The amounts in column "2015" are text with commas as thousands separators. Turn them into numbers and total them per Source category name, On-budget rows only.',
    sql: 'SELECT "Source category name", SUM("2015") AS total FROM input WHERE "On- or off-budget" = \'On-budget\' GROUP BY 1',
  },
  {
    files: ['disasters.csv'],
    text: 'Katastrophenschutz: Bitte die Todesfälle ab dem Jahr 2000 pro Entity summieren, ohne "All natural disasters", und nach Summe absteigend sortieren.',
    sql: "SELECT Entity, SUM(Deaths) AS deaths FROM input WHERE Year >= 2000 AND Entity <> 'All natural disasters' GROUP BY Entity ORDER BY deaths DESC",
    isOrdered: true,
  },
  {
    files: ['football.json'],
    text: 'Wie viele Heimsiege (home_score größer als away_score) hatte jeder Verein der Österreichischen Bundesliga im Kalenderjahr 2016? Vereine ohne Heimsieg können wegbleiben.',
    sql: "SELECT home_team, COUNT(*) AS n FROM input WHERE division = 'Österreichische Bundesliga' AND year(CAST(date AS DATE)) = 2016 AND home_score > away_score GROUP BY home_team",
  },
  {
    files: ['football.json'],
    text: 'Throw out the matches without a score, add a column total_goals (home plus away) and tell me the average total goals per division.',
    sql: 'SELECT division, AVG(home_score + away_score) AS avg_goals FROM input WHERE home_score IS NOT NULL AND away_score IS NOT NULL GROUP BY division',
  },
  {
    files: ['penguins.json'],
    text: 'In the zoo\'s list some entries have no Sex. Fill the blanks with "unknown", then count the animals per island and sex, for Dream and Torgersen only.',
    sql: "SELECT Island, COALESCE(Sex, 'unknown') AS Sex, COUNT(*) AS n FROM input WHERE Island IN ('Dream', 'Torgersen') GROUP BY 1, 2",
  },
  {
    files: ['jobs.json'],
    text: 'Equal opportunities office: for the year 2000 I would like one row per job with the count of men and the count of women side by side, and only jobs where women outnumber men.',
    sql: "SELECT job, SUM(count) FILTER (sex = 'men') AS men, SUM(count) FILTER (sex = 'women') AS women FROM input WHERE year = 2000 GROUP BY job HAVING women > men",
  },
  {
    files: ['wheat.json'],
    text: 'A few wages are missing at the end of the list. Sort by year and carry the last known wage forward, so every row has one.',
    sql: 'SELECT year, wheat, COALESCE(wages, LAST_VALUE(wages IGNORE NULLS) OVER (ORDER BY CAST(year AS INTEGER) ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)) AS wages FROM input ORDER BY CAST(year AS INTEGER)',
    isOrdered: true,
  },
  {
    files: ['monarchs.json'],
    text: 'Museum label text: how long did each monarch reign? end minus start, longest reign first.',
    sql: 'SELECT name, "end" - start AS reign FROM input ORDER BY reign DESC',
  },
  {
    files: ['la-riots.csv'],
    text: 'City archive. Drop records where the age is missing, then label each person: under 18 = "minor", 18 to 64 = "adult", 65 and over = "senior". How many people in each label?',
    sql: "SELECT CASE WHEN age < 18 THEN 'minor' WHEN age < 65 THEN 'adult' ELSE 'senior' END AS age_group, COUNT(*) AS n FROM input WHERE age IS NOT NULL GROUP BY 1",
  },
  {
    files: ['udistrict.json'],
    text: 'Ich möchte ein Lokal eröffnen: Wie viele Einträge hat jede Kategorie (key)? Kategorien mit weniger als 10 Einträgen bitte weglassen und das Ganze als JSON exportieren.',
    sql: 'SELECT key, COUNT(*) AS n FROM input GROUP BY key HAVING COUNT(*) >= 10',
    nodes: [{ type: 'export', config: { format: 'json' } }],
  },
  {
    files: ['flights-2k.json'],
    text: "For travel bookings I'd like to see the mean delay per origin airport, restricted to airports with at least 30 departures in the data, worst one first.",
    sql: 'SELECT origin, AVG(delay) AS avg_delay FROM input GROUP BY origin HAVING COUNT(*) >= 30 ORDER BY avg_delay DESC',
    isOrdered: true,
  },
]
