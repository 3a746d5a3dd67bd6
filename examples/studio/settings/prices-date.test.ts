import { expect, it } from 'vitest'
import { pricesDate as dateOfTable } from '../../../packages/agents/language-model/model-prices.ts'
import { pricesDate } from './prices-date.ts'

it('is the date of the table of prices', () => expect(pricesDate).toBe(dateOfTable))
