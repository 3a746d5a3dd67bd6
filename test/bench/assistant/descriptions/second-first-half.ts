import type { DescribedWorkflow } from './workflow-description.ts'

/** First half of a second set by another writer who had not seen the rules. The rules may be changed for them. */
export const secondFirstHalf: readonly DescribedWorkflow[] = [
  {
    files: ['seattle-weather.csv'],
    text: 'I sell umbrellas and boots. Can you show me only the days when it snowed?',
    sql: 'select * from input where "weather"=\'snow\'',
  },
  {
    files: ['zipcodes.csv'],
    text: 'how many zip codes does each state have? I only need the ten states with the most, biggest on top',
    sql: 'select "state",count(*) n from input group by 1 order by n desc limit 10',
    isOrdered: true,
  },
  {
    files: ['weather.csv'],
    text: "For New York only: what's the average daily high for each kind of weather? Warmest kind first please.",
    sql: 'select "weather",avg("temp_max") a from input where "location"=\'New York\' group by 1 order by a desc',
    isOrdered: true,
  },
  {
    files: ['gapminder-health-income.csv'],
    text: 'Which countries have a health value below 53? I just need the country, the health figure and how many people live there. Worst one at the top.',
    sql: 'select "country","health","population" from input where "health"<53 order by "health"',
    isOrdered: true,
  },
  {
    files: ['lookup_people.csv'],
    text: 'Heights are in cm. Please add a column with the height in metres, and I only want to see people older than 40.',
    sql: 'select "name","age","height","height"/100.0 m from input where "age">40',
  },
  {
    files: ['la-riots.csv'],
    text: "Leave out the people whose age we don't know. Then tell me the average age of the victims for each race.",
    sql: 'select "race",avg("age") a from input where "age" is not null group by 1',
  },
  {
    files: ['birdstrikes.csv'],
    text: 'What were the five most expensive bird strikes overall? For each I want the date, the airport, the airline, the species and the total cost, most expensive first.',
    sql: 'select "Flight Date","Airport Name","Aircraft Airline Operator","Wildlife Species","Cost Total $" from input order by "Cost Total $" desc limit 5',
    isOrdered: true,
  },
  {
    files: ['la-riots.csv'],
    text: "I need a bar chart for tomorrow's paper that shows how many people died in each neighborhood.",
    sql: 'select "neighborhood",count(*) n from input group by 1',
    nodes: [{ type: 'chart', config: { mark: 'bar', x: 'neighborhood' } }],
  },
  {
    files: ['lookup_groups.csv', 'lookup_people.csv'],
    text: "The first file says who is in which group, the second one has everybody's age and height. Match them by the person's name and give me the average height per group.",
    sql: 'select "group",avg("height") h from input join other on "person"="name" group by 1',
  },
  {
    files: ['global-temp.csv'],
    text: 'Which years had a temp above 0.9?',
    sql: 'select * from input where "temp">0.9',
  },
  {
    files: ['us-employment.csv'],
    text: 'Take everything from January 2010 onwards, work out what percentage of the private jobs are in manufacturing, and keep just the month and that percentage.',
    sql: 'select "month",100.0*"manufacturing"/"private" p from input where "month">=\'2010-01-01\'',
  },
  {
    files: ['sp500-2000.csv'],
    text: "I need a yearly summary of the index: per year the highest high, the lowest low and the total volume traded. Skip 2020 because it isn't complete. Oldest year first.",
    sql: 'select year("date") y,max("high") h,min("low") l,sum("volume")::bigint v from input where year("date")<2020 group by 1 order by 1',
    isOrdered: true,
  },
  {
    files: ['species.csv'],
    text: "I don't need the item id, the gap code or the county. Per species (common name), what's the mean year-round habitat pct?",
    sql: 'select "common_name",avg("habitat_yearround_pct") a from input group by 1',
  },
  {
    files: ['birdstrikes.csv'],
    text: 'Steps:\n- keep only Canada goose, mallard and herring gull\n- count the strikes per species and phase of flight\n- throw away combinations with fewer than 10 strikes\n- sort by species, then by phase of flight (A to Z)',
    sql: 'select "Wildlife Species","Phase of flight",count(*) n from input where "Wildlife Species" in (\'Canada goose\',\'Mallard\',\'Herring gull\') group by 1,2 having count(*)>=10 order by 1,2',
    isOrdered: true,
  },
  {
    files: ['flights-airport.csv', 'airports.csv'],
    text: 'Look up the origin airport in the airports file (iata code) so I know which state every flight leaves from. Then add up the flights per state and show me the top 5 states, largest first.',
    sql: 'select "state",sum("count")::bigint n from input join other on "origin"="iata" group by 1 order by n desc limit 5',
    isOrdered: true,
  },
  {
    files: ['airports.csv'],
    text: 'airports in alaska north of latitude 68, quick',
    sql: 'select * from input where "state"=\'AK\' and "latitude">68',
  },
  {
    files: ['weather.csv'],
    text: "Every Monday at 6 in the morning I'd like an Excel file with the Seattle days of 2015 where the wind was stronger than 6. Date, wind and weather are enough.",
    sql: 'select "date","wind","weather" from input where "location"=\'Seattle\' and year("date")=2015 and "wind">6',
    nodes: [
      { type: 'schedule', config: { cron: '0 6 * * 1' } },
      { type: 'export', config: { format: 'xlsx' } },
    ],
  },
  {
    files: ['github.csv'],
    text: 'hey, can you sum up the count for each day (the time column has hours in it) and draw the daily totals as a line?',
    sql: 'select cast(cast("time" as timestamp) as date) d,sum("count")::bigint n from input group by 1',
    nodes: [{ type: 'chart', config: { mark: 'line' } }],
  },
  {
    files: ['stocks.csv'],
    text: 'just google please, only date and price',
    sql: 'select "date","price" from input where "symbol"=\'GOOG\'',
  },
  {
    files: ['gapminder-health-income.csv'],
    text: 'Please rename health to life expectancy and income to GDP per head, and drop the population column.',
    sql: 'select "country","income","health","region" from input',
  },
  {
    files: ['birdstrikes.csv'],
    text: 'A lot of the speeds are missing. Replace missing speeds with 0, then compute the average speed per phase of flight.',
    sql: 'select "Phase of flight",avg(coalesce("Speed IAS in knots",0)) a from input group by 1',
  },
  {
    files: ['zipcodes.csv'],
    text: 'Before this goes downstream, check that zip_code is never empty and has no duplicates. Then write it all out as parquet.',
    nodes: [{ type: 'validation' }, { type: 'export', config: { format: 'parquet' } }],
  },
  {
    files: ['us-employment.csv'],
    text: 'last 12 months of the file, month + total nonfarm only, as csv. thx',
    sql: 'select "month","nonfarm" from input order by "month" desc limit 12',
    nodes: [{ type: 'export', config: { format: 'csv' } }],
  },
  {
    files: ['flights-airport.csv'],
    text: "What's our busiest route? One line is enough.",
    sql: 'select * from input order by "count" desc limit 1',
  },
  {
    files: ['iowa-electricity.csv'],
    text: 'Wie viel Strom wurde je Energiequelle insgesamt erzeugt? Die größte Summe bitte zuerst.',
    sql: 'select "source",sum("net_generation")::bigint s from input group by 1 order by s desc',
    isOrdered: true,
  },
  {
    files: ['sp500-2000.csv'],
    text: 'Ich brauche nur die Handelstage im Oktober 2008, an denen der Schlusskurs unter dem Eröffnungskurs lag. Datum, Eröffnung und Schluss reichen mir.',
    sql: 'select "date","open","close" from input where "date" between \'2008-10-01\' and \'2008-10-31\' and "close"<"open"',
  },
  {
    files: ['weather.csv'],
    text: 'Zähl mal bitte, an wie vielen Tagen das Wetter mit rain angegeben ist, und zwar pro Ort und Jahr.',
    sql: 'select "location",year("date") y,count(*) n from input where "weather"=\'rain\' group by 1,2',
  },
  {
    files: ['birdstrikes.csv'],
    text: 'Zeig mir alle Vorfälle mit großen Tieren (Large), die nachts in Florida passiert sind.',
    sql: 'select * from input where "Wildlife Size"=\'Large\' and "Time of day"=\'Night\' and "Origin State"=\'Florida\'',
  },
  {
    files: ['stocks.csv'],
    text: 'Could you please tell me for the year 2008 the average price of each share? Sorted by average, from low to high.',
    sql: 'select "symbol",avg("price") a from input where year(coalesce(try_cast("date" as date), cast(try_strptime("date"::varchar,\'%b %d %Y\') as date)))=2008 group by 1 order by a',
    isOrdered: true,
  },
  {
    files: ['disasters.csv'],
    text: 'There is a total called All natural disasters in there, leave that out. Then add up the deaths for each kind of disaster from 1950 until today and give me the three deadliest, starting with the deadliest.',
    sql: 'select "Entity",sum("Deaths")::bigint d from input where "Entity"<>\'All natural disasters\' and "Year">=1950 group by 1 order by d desc limit 3',
    isOrdered: true,
  },
]
