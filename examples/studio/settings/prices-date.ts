/**
 * The date of the price lists from which costs of models are computed. Their table is part of the worker; a test compares
 * the dates.
 */
export const pricesDate = '2026-09-23'
