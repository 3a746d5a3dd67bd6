/**
 * Date of the price list used to compute model costs. The list itself is part of the worker; a test checks that both
 * dates match.
 */
export const pricesDate = '2026-09-23'
