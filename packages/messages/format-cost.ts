import { defaultLanguage } from './format-values.ts'

/**
 * Formats a cost in US dollars, with enough digits for a single model request: `$12.50`, `$0.0123`, `$0.0000015`.
 *
 * @internal
 */
export function formatCost(cost: number, language = defaultLanguage): string {
  const digits = cost > 0 && cost < 0.01 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: cost < 1 ? 4 : 2 }
  return new Intl.NumberFormat(language, { style: 'currency', currency: 'USD', ...digits }).format(cost)
}
