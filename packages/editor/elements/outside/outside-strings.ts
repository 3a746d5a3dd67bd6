/** The element's words; replace some of them by the `strings` property. */
export const outsideStrings = {
  about: 'Kept in the memory of this page until it is closed or loaded anew, and nowhere else.',
  hosts: 'Hosts that runs may reach',
  hostsAbout:
    'With commas. * is every public host; this computer and its network only by name, such as localhost:8080.',
  secrets: 'Secrets',
  none: 'None yet.',
  goesTo: (hosts: string): string => `goes to ${hosts}`,
  name: 'Name',
  value: 'Value',
  secretHosts: 'May go to',
  secretHostsAbout: 'Hosts with commas, such as api.example.com.',
  keep: 'Keep the secret',
  remove: (name: string): string => `Forget “${name}”`,
}
export type OutsideStrings = typeof outsideStrings
