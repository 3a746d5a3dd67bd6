import type { TableQuestion } from './table-question.ts'

/** Questions in common forms, written by someone who had not seen the rules. The rules may be changed for them. */
export const commonForms: readonly TableQuestion[] = [
  {
    table: 'birdstrikes.csv',
    question: 'How many bird strikes happened at night?',
    sql: `SELECT count(*) FROM input WHERE "Time of day" = 'Night'`,
    choose: ['Time of day'],
  },
  {
    table: 'birdstrikes.csv',
    question: 'What was the total repair cost per origin state?',
    sql: `SELECT "Origin State", sum("Cost Repair") FROM input GROUP BY 1`,
  },
  {
    table: 'birdstrikes.csv',
    question: 'Top 10 airlines by number of strikes',
    sql: `SELECT "Aircraft Airline Operator", count(*) FROM input GROUP BY 1 ORDER BY 2 DESC LIMIT 10`,
    choose: ['Aircraft Airline Operator'],
  },
  {
    table: 'movies.json',
    question: 'Average IMDB rating by genre',
    sql: `SELECT "Major Genre", avg("IMDB Rating") FROM input GROUP BY 1`,
  },
  {
    table: 'movies.json',
    question: 'Which 10 directors made the most movies?',
    sql: `SELECT "Director", count(*) FROM input WHERE "Director" IS NOT NULL GROUP BY 1 ORDER BY 2 DESC LIMIT 10`,
  },
  {
    table: 'movies.json',
    question: 'Compare the average production budget of R and PG-13 movies',
    sql: `SELECT "MPAA Rating", avg("Production Budget") FROM input WHERE "MPAA Rating" IN ('R', 'PG-13') GROUP BY 1`,
  },
  {
    table: 'weather.csv',
    question: 'What was the highest temp_max in New York?',
    sql: `SELECT max(temp_max) FROM input WHERE location = 'New York'`,
  },
  {
    table: 'weather.csv',
    question: 'Show the total precipitation by month in 2014 for Seattle',
    sql: `SELECT date_trunc('month', date), sum(precipitation) FROM input WHERE location = 'Seattle' AND year(date) = 2014 GROUP BY 1`,
  },
  {
    table: 'gapminder-health-income.csv',
    question: 'What is the total population of each region?',
    sql: `SELECT region, sum(population) FROM input GROUP BY 1`,
  },
  {
    table: 'gapminder-health-income.csv',
    question: 'Wie hoch ist das durchschnittliche income je region?',
    sql: `SELECT region, avg(income) FROM input GROUP BY 1`,
  },
  {
    table: 'iowa-electricity.csv',
    question: 'How has net generation changed over the years by source?',
    sql: `SELECT date_trunc('year', year), source, sum(net_generation) FROM input GROUP BY 1, 2`,
    choose: ['sum'],
  },
  {
    table: 'jobs.json',
    question: 'How many different jobs are there?',
    sql: `SELECT count(DISTINCT job) FROM input`,
  },
  {
    table: 'jobs.json',
    question: 'Sum of count for women in 1950',
    sql: `SELECT sum("count") FROM input WHERE sex = 'women' AND year = 1950`,
  },
  {
    table: 'flights-airport.csv',
    question: 'Which destination gets the most flights from ATL?',
    sql: `SELECT destination, sum("count") FROM input WHERE origin = 'ATL' GROUP BY 1 ORDER BY 2 DESC LIMIT 1`,
    choose: ['origin', 'count'],
  },
  {
    table: 'la-riots.csv',
    question: 'What is the median age by gender and race?',
    sql: `SELECT gender, race, median(age) FROM input GROUP BY 1, 2`,
  },
]
