/**
 * The one policy under which everything works: pages, scripts and every kind of worker. It is written where it is sent
 * (`server/security/content-security-policy.ts`); suites take it from here. `policy-proxy.ts` sends it a second time as
 * report-only, with an address that makes a test fail on any report.
 */
export { contentSecurityPolicy as policy } from '../../../server/security/content-security-policy.ts'
