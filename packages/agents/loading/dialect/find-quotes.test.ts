import { describe, expect, it } from 'vitest'
import { findUnusualQuote } from './find-quotes.ts'

describe('an unusual quote', () => {
  it.each([
    ['around all cells', 'a,b\n|1, x|,|2|\n|3|,|4, y|\n', '|'],
    ['around some cells', 'id;note\n1;`a; b`\n2;`c`\n', '`'],
    ['between unusual delimiters', '~01~^~Butter~^717\n~02~^~Milk~^\n~03~^~Cheese~^876\n', '~'],
    ['before numbers after spaces', '|Aldham Head| -122 25\n|Borley| -66 49\n', '|'],
  ])('is found %s', (_, text, quote) => {
    expect(findUnusualQuote(text)).toBe(quote)
  })

  it.each([
    ['pipes that enclose lines', '|a|b|c|\n|1|2|3|\n|4|5|6|\n'],
    ['pipes and spaces that enclose lines', '| a | b | c |\n| 1 | 2 | 3 |\n| 4 | 5 | 6 |\n'],
    ['a delimiter of several characters', 'a~|~b~|~c\n1~|~2~|~3\n4~|~5~|~6\n'],
    ['pipes as delimiters of empty cells', 'a|b|c\n1||2\n3||4\n'],
    ['a character in one of many lines', 'a,b\n1,|x|\n2,y\n3,z\n4,w\n'],
    ['percentages', 'a,b\n1%,2%\n3%,4%\n'],
    ['amounts in dollars', 'a,b\n$1,$2\n$3,$4\n'],
  ])('is not found in %s', (_, text) => {
    expect(findUnusualQuote(text)).toBeUndefined()
  })
})
