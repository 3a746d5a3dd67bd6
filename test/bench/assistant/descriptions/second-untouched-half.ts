import type { DescribedWorkflow } from './workflow-description.ts'

/** Second half of a second set by another writer who had not seen the rules. No rule may be changed for them. */
export const secondUntouchedHalf: readonly DescribedWorkflow[] = [
  {
    files: ['seattle-weather.csv'],
    text: 'On which days did it get hotter than 34 degrees? I want to know when I should have stocked more ice cream.',
    sql: 'select * from input where "temp_max">34',
  },
  {
    files: ['zipcodes.csv'],
    text: "We deliver in Cook county, Illinois. I'd like a list of the cities there, every city only once, in alphabetical order.",
    sql: 'select distinct "city" from input where "county"=\'Cook\' and "state"=\'IL\' order by 1',
    isOrdered: true,
  },
  {
    files: ['gapminder-health-income.csv'],
    text: "Per region I'd like the total population and the average health. The region with the best average health should come first.",
    sql: 'select "region",sum("population")::bigint p,avg("health") h from input group by 1 order by h desc',
    isOrdered: true,
  },
  {
    files: ['lookup_people.csv'],
    text: 'Of everybody younger than 40, who is the tallest?',
    sql: 'select * from input where "age"<40 order by "height" desc limit 1',
  },
  {
    files: ['birdstrikes.csv', 'population_engineers_hurricanes.csv'],
    text: "Count the bird strikes in each state, then bring in the state's population from the second file, work out strikes per one million inhabitants, and list the 10 states with the highest rate, highest first. I need the state, the number of strikes and the rate.",
    sql: 'select "state",n,n*1000000.0/"population" r from (select "Origin State" s,count(*) n from input group by 1) join other on s="state" order by r desc limit 10',
    isOrdered: true,
  },
  {
    files: ['disasters.csv'],
    text: 'In which year did floods kill the most people, and how many was it?',
    sql: 'select "Year","Deaths" from input where "Entity"=\'Flood\' order by "Deaths" desc limit 1',
  },
  {
    files: ['la-riots.csv'],
    text: 'Please show only the women, with first name, last name, age and neighborhood, the oldest at first.',
    sql: 'select "first_name","last_name","age","neighborhood" from input where "gender"=\'Female\' order by "age" desc',
    isOrdered: true,
  },
  {
    files: ['co2-concentration.csv'],
    text: 'For my physics class: the mean CO2 for every year from 1960 to 2019, and a line chart of it so the kids can see the rise.',
    sql: 'select year("Date") y,avg("CO2") c from input where year("Date") between 1960 and 2019 group by 1',
    nodes: [{ type: 'chart', config: { mark: 'line' } }],
  },
  {
    files: ['seattle-weather-hourly-normals.csv'],
    text: "What's the average temperature in each month? One row per month, January to December as 1 to 12.",
    sql: 'select month("date") m,avg("temperature") t from input group by 1 order by 1',
    isOrdered: true,
  },
  {
    files: ['lookup_people.csv'],
    text: 'what is the average age and the average height of the whole bunch?',
    sql: 'select avg("age") a,avg("height") h from input',
  },
  {
    files: ['stocks.csv'],
    text: "Lowest, highest and average price per ticker symbol. Save the result as an Excel sheet, my boss doesn't open anything else.",
    sql: 'select "symbol",min("price") a,max("price") b,avg("price") c from input group by 1',
    nodes: [{ type: 'export', config: { format: 'xlsx' } }],
  },
  {
    files: ['iowa-electricity.csv'],
    text: 'I want to see how the share of renewables developed: for each year, renewables generation divided by the generation of all sources together, in percent. Sorted by year.',
    sql: 'select "year",100.0*sum(case when "source"=\'Renewables\' then "net_generation" end)/sum("net_generation") p from input group by 1 order by 1',
    isOrdered: true,
  },
  {
    files: ['species.csv'],
    text: 'In how many counties is the habitat pct for white-tailed deer above 0.95?',
    sql: 'select count(*) n from input where "common_name"=\'White-tailed Deer\' and "habitat_yearround_pct">0.95',
  },
  {
    files: ['windvectors.csv'],
    text: "Ignore everything slower than 5. Of what's left, give me the mean speed per direction category and a bar chart with the category on the x axis.",
    sql: 'select "dirCat",avg("speed") s from input where "speed">=5 group by 1',
    nodes: [{ type: 'chart', config: { mark: 'bar', x: 'dirCat' } }],
  },
  {
    files: ['birdstrikes.csv'],
    text: "I'm interested in strikes at dawn or dusk that caused substantial damage. Keep date, species, airline and repair cost.",
    sql: 'select "Flight Date","Wildlife Species","Aircraft Airline Operator","Cost Repair" from input where "Time of day" in (\'Dawn\',\'Dusk\') and "Effect Amount of damage"=\'Substantial\'',
  },
  {
    files: ['flights-airport.csv'],
    text: 'Total departing flights per origin airport, but I only care about airports with more than 150000 flights in total.',
    sql: 'select "origin",sum("count")::bigint n from input group by 1 having sum("count")>150000',
  },
  {
    files: ['airports.csv'],
    text: '1) some rows have no city or state, take those out 2) count how many airports each state has 3) show only the states that have at least 100',
    sql: 'select "state",count(*) n from input where "city" is not null and "state" is not null group by 1 having count(*)>=100',
  },
  {
    files: ['flights-airport.csv', 'airports.csv'],
    text: 'I plan transfers out of ORD. Take the flights that start there, add the name and city of the destination airport from the second file, and keep connections with a count over 5000. What I want to see: destination, name, city, count. Busiest first.',
    sql: 'select "destination","name","city","count" from input join other on "destination"="iata" where "origin"=\'ORD\' and "count">5000 order by "count" desc',
    isOrdered: true,
  },
  {
    files: ['global-temp.csv', 'disasters.csv'],
    text: 'does heat kill more now? combine the temperature of each year with the deaths from extreme temperature in the other file (only years that are in both), and make a scatter plot with temp on x and deaths on y',
    sql: 'select "input"."year","temp","Deaths" from input join other on "input"."year"=other."Year" where "Entity"=\'Extreme temperature\'',
    nodes: [{ type: 'chart', config: { mark: 'point', x: 'temp', y: 'Deaths' } }],
  },
  {
    files: ['stocks.csv'],
    text: 'I just need the most recent price of every company, so one row per symbol.',
    sql: 'select "symbol","date","price" from input qualify row_number() over (partition by "symbol" order by coalesce(try_cast("date" as date), cast(try_strptime("date"::varchar,\'%b %d %Y\') as date)) desc)=1',
  },
  {
    files: ['gapminder-health-income.csv'],
    text: 'only region america. make a new column with the population in millions, rounded to one decimal, then show the 5 countries with the most people, name and millions, biggest first',
    sql: 'select "country",round("population"/1000000.0,1) m from input where "region"=\'america\' order by "population" desc limit 5',
    isOrdered: true,
  },
  {
    files: ['github.csv'],
    text: 'Extract the hour from the timestamp, sum count per hour of the day, top 3 hours descending.',
    sql: 'select hour(cast("time" as timestamp)) h,sum("count")::bigint n from input group by 1 order by n desc limit 3',
    isOrdered: true,
  },
  {
    files: ['birdstrikes.csv'],
    text: 'Nightly job, 2 am: remove exact duplicate rows, drop rows where the speed is missing, make sure the total cost is never negative, and export to json.',
    sql: 'select distinct * from input where "Speed IAS in knots" is not null',
    nodes: [
      { type: 'schedule', config: { cron: '0 2 * * *' } },
      { type: 'validation' },
      { type: 'export', config: { format: 'json' } },
    ],
  },
  {
    files: ['sp500.csv'],
    text: 'Sort by date with the newest at the top and keep the latest 24 months. This should run on weekdays at 8 in the morning.',
    sql: 'select "date","price" from input order by coalesce(try_cast("date" as date), cast(try_strptime("date"::varchar,\'%b %d %Y\') as date)) desc limit 24',
    isOrdered: true,
    nodes: [{ type: 'schedule', config: { cron: '0 8 * * 1-5' } }],
  },
  {
    files: ['us-employment.csv'],
    text: 'Which months had a nonfarm change worse than -600? Month and the change, nothing else.',
    sql: 'select "month","nonfarm_change" from input where "nonfarm_change"<-600',
  },
  {
    files: ['iowa-electricity.csv'],
    text: 'Line chart, net generation over the years, one colour per source. Need it in 5 minutes!',
    sql: 'select "year","source","net_generation" from input',
    nodes: [{ type: 'chart', config: { mark: 'line', x: 'year', y: 'net_generation', color: 'source' } }],
  },
  {
    files: ['iowa-electricity.csv'],
    text: 'Bitte nur die erneuerbaren Energien. Sortier sie nach Jahr und berechne für jedes Jahr die Veränderung der Erzeugung gegenüber dem Vorjahr (also Differenz, nicht Prozent). Ich brauche Jahr, Erzeugung und Veränderung.',
    sql: 'select "year","net_generation","net_generation"-lag("net_generation") over (order by "year") d from input where "source"=\'Renewables\' order by "year"',
    isOrdered: true,
  },
  {
    files: ['us-employment.csv'],
    text: 'Am Ersten jedes Monats um 7 Uhr hätte ich gern eine CSV-Datei mit Monat, Baugewerbe und Einzelhandel, aber erst ab 2014.',
    sql: 'select "month","construction","retail_trade" from input where "month">=\'2014-01-01\'',
    nodes: [
      { type: 'schedule', config: { cron: '0 7 1 * *' } },
      { type: 'export', config: { format: 'csv' } },
    ],
  },
  {
    files: ['species.csv'],
    text: 'Lass alle Zeilen weg, bei denen der Habitat-Anteil 0 ist. Rechne den Anteil mal 100, damit es Prozent sind, bilde den Durchschnitt je Art (deutsche Spalte "Art" statt common_name) und sortiere absteigend nach dem Durchschnitt.',
    sql: 'select "common_name",avg("habitat_yearround_pct"*100) p from input where "habitat_yearround_pct"<>0 group by 1 order by p desc',
    isOrdered: true,
  },
  {
    files: ['weather.csv'],
    text: 'Wie groß war der Unterschied zwischen Höchst- und Tiefsttemperatur an jedem Tag? Mich interessiert nur Seattle im Jahr 2012, und davon die 5 Tage mit dem größten Unterschied, der größte zuerst.',
    sql: 'select "date","temp_max","temp_min","temp_max"-"temp_min" d from input where "location"=\'Seattle\' and year("date")=2012 order by d desc limit 5',
    isOrdered: true,
  },
]
