import type { TableQuestion } from './table-question.ts'

/** Questions in common forms, written by someone who had not seen the rules. The rules must not be changed for them. */
export const untouchedCommonForms: readonly TableQuestion[] = [
  {
    table: 'birdstrikes.csv',
    question: 'How many strikes involved large wildlife during approach?',
    sql: `SELECT count(*) FROM input WHERE "Wildlife Size" = 'Large' AND "Phase of flight" = 'Approach'`,
    choose: ['Wildlife Size', 'Phase of flight'],
  },
  {
    table: 'birdstrikes.csv',
    question: 'Average speed per phase of flight',
    sql: `SELECT "Phase of flight", avg("Speed IAS in knots") FROM input GROUP BY 1`,
  },
  {
    table: 'birdstrikes.csv',
    question: 'Number of strikes per year',
    sql: `SELECT date_trunc('year', "Flight Date"), count(*) FROM input GROUP BY 1`,
  },
  {
    table: 'movies.json',
    question: 'What are the 5 movies with the highest worldwide gross?',
    sql: `SELECT "Title", "Worldwide Gross" FROM input ORDER BY "Worldwide Gross" DESC NULLS LAST LIMIT 5`,
    choose: ['row'],
  },
  {
    table: 'movies.json',
    question: 'How many movies were distributed by Warner Bros.?',
    sql: `SELECT count(*) FROM input WHERE "Distributor" = 'Warner Bros.'`,
  },
  {
    table: 'movies.json',
    question: 'Median running time of comedies and dramas',
    sql: `SELECT "Major Genre", median("Running Time min") FROM input WHERE "Major Genre" IN ('Comedy', 'Drama') GROUP BY 1`,
  },
  {
    table: 'weather.csv',
    question: 'How many rainy days per location?',
    sql: `SELECT location, count(*) FROM input WHERE weather = 'rain' GROUP BY 1`,
  },
  {
    table: 'weather.csv',
    question: 'Compare average wind in Seattle and New York',
    sql: `SELECT location, avg(wind) FROM input WHERE location IN ('Seattle', 'New York') GROUP BY 1`,
  },
  {
    table: 'gapminder-health-income.csv',
    question: 'Top 3 countries in south_asia by income',
    sql: `SELECT country, income FROM input WHERE region = 'south_asia' ORDER BY income DESC LIMIT 3`,
  },
  {
    table: 'gapminder-health-income.csv',
    question: 'Wie viele Länder gibt es pro region?',
    sql: `SELECT region, count(*) FROM input GROUP BY 1`,
  },
  {
    table: 'iowa-electricity.csv',
    question: 'What was the total net generation from Renewables after 2010?',
    sql: `SELECT sum(net_generation) FROM input WHERE source = 'Renewables' AND year(year) > 2010`,
  },
  {
    table: 'jobs.json',
    question: 'Total count by sex for each year',
    sql: `SELECT year, sex, sum("count") FROM input GROUP BY 1, 2`,
  },
  {
    table: 'population_engineers_hurricanes.csv',
    question: 'Which state has the largest population?',
    sql: `SELECT state, population FROM input ORDER BY population DESC LIMIT 1`,
  },
  {
    table: 'flights-airport.csv',
    question: 'What is the average count between ORD and LAX?',
    sql: null,
  },
  {
    table: 'la-riots.csv',
    question: 'How many people under 25 died per neighborhood?',
    sql: `SELECT neighborhood, count(*) FROM input WHERE age < 25 GROUP BY 1`,
  },
]
