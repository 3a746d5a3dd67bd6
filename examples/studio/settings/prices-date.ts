/**
 * The date of the prices from which model costs are computed. The table of prices is part of the worker; a test checks
 * that its date is the same.
 */
export const pricesDate = '2026-09-23'
