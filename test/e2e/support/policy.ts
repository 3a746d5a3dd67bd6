/**
 * The policy of pages, scripts and all kinds of workers, defined by the server in
 * `server/security/content-security-policy.ts`. Test suites import it from here. `policy-proxy.ts` sends it a second
 * time as report-only, with a report URL that makes the test fail.
 */
export { contentSecurityPolicy as policy } from '../../../server/security/content-security-policy.ts'
