import type { DescribedWorkflow } from './workflow-description.ts'

/** First half of the descriptions that were written by someone who had not seen the rules. The rules may be changed for them. */
export const independentFirstHalf: readonly DescribedWorkflow[] = [
  {
    files: ['seattle-weather.csv'],
    text: 'just the snowy days please',
    sql: 'SELECT * FROM input WHERE "weather"=\'snow\'',
  },
  {
    files: ['gapminder-health-income.csv'],
    text: "What's the average income per region?",
    sql: 'SELECT "region",avg("income") FROM input GROUP BY "region"',
  },
  {
    files: ['birdstrikes.csv'],
    text: 'I need the 10 most expensive bird strikes, biggest total cost first. Airport, species and the total cost are enough for me.',
    sql: 'SELECT "Airport Name","Wildlife Species","Cost Total $" FROM input ORDER BY "Cost Total $" DESC LIMIT 10',
    isOrdered: true,
  },
  {
    files: ['la-riots.csv'],
    text: 'throw out everyone whose age is missing, then give me the average age by race',
    sql: 'SELECT "race",avg("age") FROM input WHERE "age" IS NOT NULL GROUP BY "race"',
  },
  {
    files: ['stocks.csv'],
    text: 'Durchschnittlicher Kurs je Aktie, die teuerste zuerst',
    sql: 'SELECT "symbol",avg("price") FROM input GROUP BY "symbol" ORDER BY avg("price") DESC',
    isOrdered: true,
  },
  {
    files: ['disasters.csv'],
    text: 'Please leave out the "All natural disasters" rows, take only the years from 1950 on, and add up the deaths for each kind of disaster. Sort it so the deadliest is at the top and call the sum total_deaths. Then draw a bar chart of it.',
    sql: 'SELECT "Entity",sum("Deaths") AS total_deaths FROM input WHERE "Entity"<>\'All natural disasters\' AND "Year">=1950 GROUP BY "Entity" ORDER BY total_deaths DESC',
    isOrdered: true,
    nodes: [{ type: 'chart', config: { mark: 'bar', x: 'Entity', y: 'total_deaths' } }],
  },
  {
    files: ['zipcodes.csv'],
    text: 'How many zip codes does each state have? Show me the top 5 states.',
    sql: 'SELECT "state",count(*) FROM input GROUP BY "state" ORDER BY count(*) DESC LIMIT 5',
    isOrdered: true,
  },
  {
    files: ['airports.csv'],
    text: 'list the airports in TX, only iata code, name and city',
    sql: 'SELECT "iata","name","city" FROM input WHERE "state"=\'TX\'',
  },
  {
    files: ['co2-concentration.csv'],
    text: 'Add a column called gap: CO2 minus adjusted CO2.',
    sql: 'SELECT *,"CO2"-"adjusted CO2" AS gap FROM input',
  },
  {
    files: ['flights-airport.csv', 'airports.csv'],
    text: 'Match the origin of each flight row with the iata code in the airports file so we know which state it leaves from. Then total up the flight counts per state and give me the ten states with the most flights, in descending order.',
    sql: 'SELECT o."state",sum(i."count") FROM input i JOIN other o ON i."origin"=o."iata" WHERE o."state" IS NOT NULL GROUP BY o."state" ORDER BY sum(i."count") DESC LIMIT 10',
    isOrdered: true,
  },
  {
    files: ['sp500-2000.csv'],
    text: 'For every year: what was the highest closing value? In chronological order please',
    sql: 'SELECT year("date"),max("close") FROM input GROUP BY year("date") ORDER BY 1',
    isOrdered: true,
  },
  {
    files: ['iowa-electricity.csv'],
    text: 'Nimm nur das Jahr 2017 und berechne, wie viel Prozent der gesamten Erzeugung auf jede Quelle entfällt. Auf eine Nachkommastelle runden und absteigend nach dem Anteil sortieren.',
    sql: 'SELECT "source",round(100.0*"net_generation"/sum("net_generation") OVER (),1) AS share FROM input WHERE year("year")=2017 ORDER BY share DESC',
    isOrdered: true,
  },
  {
    files: ['us-employment.csv'],
    text: 'keep month, construction and manufacturing, for January 2008 through December 2010',
    sql: 'SELECT "month","construction","manufacturing" FROM input WHERE "month">=DATE \'2008-01-01\' AND "month"<=DATE \'2010-12-31\'',
  },
  {
    files: ['population_engineers_hurricanes.csv'],
    text: 'The engineers column is a share of the population. Rename it to engineer_share, and compute the number of engineers as population times that share.',
    sql: 'SELECT "state","population","engineers" AS engineer_share,"population"*"engineers" AS number_of_engineers FROM input',
  },
  {
    files: ['weather.csv'],
    text: 'Steps:\n1. only the year 2014\n2. group by location\n3. average of temp_max and total precipitation\n4. round both to one decimal\n5. save as Excel',
    sql: 'SELECT "location",round(avg("temp_max"),1),round(sum("precipitation"),1) FROM input WHERE year("date")=2014 GROUP BY "location"',
    nodes: [{ type: 'export', config: { format: 'xlsx' } }],
  },
  {
    files: ['github.csv'],
    text: 'When do people commit? Sum the count for each hour of the day, starting with midnight.',
    sql: 'SELECT hour("time") AS h,sum("count") FROM input GROUP BY h ORDER BY h',
    isOrdered: true,
  },
  {
    files: ['global-temp.csv'],
    text: 'Can I get a line chart of the temperature over the years',
    nodes: [{ type: 'chart', config: { mark: 'line', x: 'year', y: 'temp' } }],
  },
  {
    files: ['species.csv'],
    text: 'I only want the common name and the scientific name, every species once, no repeats',
    sql: 'SELECT DISTINCT "common_name","scientific_name" FROM input',
  },
  {
    files: ['lookup_people.csv', 'lookup_groups.csv'],
    text: 'Join people to their group (name = person). Average age per group?',
    sql: 'SELECT o."group",avg(i."age") FROM input i JOIN other o ON i."name"=o."person" GROUP BY o."group"',
  },
  {
    files: ['windvectors.csv'],
    text: 'how many points have a wind speed above 10?',
    sql: 'SELECT count(*) FROM input WHERE "speed">10',
  },
  {
    files: ['seattle-weather.csv'],
    text: "Hi! I'd like to see days with no precipitation at all. For those compute the temperature range (max minus min), show the 5 days with the biggest range - date and range only - and export that as csv. Thanks",
    sql: 'SELECT "date","temp_max"-"temp_min" AS temp_range FROM input WHERE "precipitation"=0 ORDER BY temp_range DESC LIMIT 5',
    nodes: [{ type: 'export', config: { format: 'csv' } }],
  },
  {
    files: ['stocks.csv'],
    text: 'Make sure the price is never missing and always greater than zero.',
    nodes: [{ type: 'validation' }],
  },
  {
    files: ['flights-airport.csv'],
    text: 'Total flights per destination, biggest first, only the top 20. Run this every Monday at 7 in the morning.',
    sql: 'SELECT "destination",sum("count") FROM input GROUP BY "destination" ORDER BY sum("count") DESC LIMIT 20',
    isOrdered: true,
    nodes: [{ type: 'schedule', config: { cron: '0 7 * * 1' } }],
  },
  {
    files: ['gapminder-health-income.csv'],
    text: 'Bitte nur Länder mit mehr als 100 Millionen Einwohnern, davon Land, Einwohnerzahl und Einkommen, nach Einwohnerzahl absteigend. Das Einkommen soll in der Ausgabe Einkommen heißen.',
    sql: 'SELECT "country","population","income" AS Einkommen FROM input WHERE "population">100000000 ORDER BY "population" DESC',
    isOrdered: true,
  },
  {
    files: ['la-riots.csv'],
    text: 'Wie viele Tote gab es pro Stadtteil? Mich interessieren nur Stadtteile mit mindestens 3.',
    sql: 'SELECT "neighborhood",count(*) FROM input GROUP BY "neighborhood" HAVING count(*)>=3',
  },
  {
    files: ['birdstrikes.csv'],
    text: 'Some airline names end in a star, like "US AIRWAYS*". Remove the *, then count strikes per airline and show the five with the most.',
    sql: "SELECT replace(\"Aircraft Airline Operator\",'*','') AS op,count(*) AS n FROM input GROUP BY op ORDER BY n DESC LIMIT 5",
    isOrdered: true,
  },
  {
    files: ['birdstrikes.csv'],
    text: 'where the speed is empty put 0, then average speed by phase of flight',
    sql: 'SELECT "Phase of flight",avg(coalesce("Speed IAS in knots",0)) FROM input GROUP BY 1',
  },
  {
    files: ['la-riots.csv'],
    text: 'Only the women. Put first and last name together (with a space between) into full_name and show me full_name, age and neighborhood, oldest first',
    sql: 'SELECT "first_name"||\' \'||"last_name" AS full_name,"age","neighborhood" FROM input WHERE "gender"=\'Female\' ORDER BY "age" DESC',
    isOrdered: true,
  },
  {
    files: ['airports.csv'],
    text: "Fill in 'unknown' wherever city or state is blank.",
    sql: 'SELECT "iata","name",coalesce("city",\'unknown\') AS city,coalesce("state",\'unknown\') AS state,"country" FROM input',
  },
  {
    files: ['airports.csv', 'flights-airport.csv'],
    text: 'Which California airports (state CA) have no departing flights in the flights file, i.e. their code never shows up as an origin? I want code, name and city, sorted by code.',
    sql: 'SELECT "iata","name","city" FROM input WHERE "state"=\'CA\' AND "iata" NOT IN (SELECT "origin" FROM other) ORDER BY "iata"',
    isOrdered: true,
  },
]
