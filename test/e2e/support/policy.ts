/**
 * The policy of pages, scripts and all kinds of workers. The server defines it (`server/security/content-security-policy.ts`);
 * suites import it from here. `policy-proxy.ts` sends it a second time as report-only, with a report URL that fails the test.
 */
export { contentSecurityPolicy as policy } from '../../../server/security/content-security-policy.ts'
