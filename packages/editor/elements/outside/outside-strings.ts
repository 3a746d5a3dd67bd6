import { renderText } from '../../language/render-text.ts'

/** Default UI strings for `<aw-outside>`. Hosts override them with the `strings` property. @internal */
export const networkAccessStrings = {
  /** Renders messages from the engine, agents and nodes. */
  renderText,
  help: 'Stored in memory only, until this page is closed or reloaded.',
  hosts: 'Allowed hosts',
  hostsHelp: 'Separate with commas. * allows all public hosts. Add local hosts by name, such as localhost:8080.',
  secrets: 'Secrets',
  noSecrets: 'No secrets yet.',
  sentTo: (hosts: string): string => `sent to ${hosts}`,
  name: 'Name',
  value: 'Value',
  secretHosts: 'Allowed hosts for this secret',
  secretHostsHelp: 'Separate hosts with commas, such as api.example.com.',
  addSecret: 'Add secret',
  remove: (name: string): string => `Delete “${name}”`,
}
/** @internal */
export type NetworkAccessStrings = typeof networkAccessStrings
