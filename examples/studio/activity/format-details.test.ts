import type { CallOptions, RouteName } from '@aw-flow/client'
import { expect, test } from 'vitest'
import { createEnglishStrings } from '../language/english.ts'
import { loadStrings } from '../language/load-strings.ts'
import { formatDetails } from './format-details.ts'

const members = [{ user_id: 'u-1', full_name: null, email: 'ada@example.com' }]
const languages = [createEnglishStrings('en-GB'), await loadStrings('de')]
const format = (details: Readonly<Record<string, unknown>>): string[] =>
  languages.map((texts) => formatDetails(details, members, texts))

test.each([
  [{ enabled: false, name: 'Nightly' }, 'Off · Nightly', 'Aus · Nightly'],
  [{ role: 'viewer', user_id: 'u-1' }, 'Viewer · ada@example.com', 'Betrachter · ada@example.com'],
  [
    { fields: ['role'], role: 'editor', before: { role: 'viewer' }, after: { role: 'editor' } },
    'Viewer → Editor',
    'Betrachter → Bearbeiter',
  ],
  [{ before: { name: 'A', model: null }, after: { name: 'B', model: 'm' } }, 'A → B · – → m', 'A → B · – → m'],
  [{ before: { public: false }, after: { public: true } }, 'Off → On', 'Aus → Ein'],
  [{ user_id: 'gone' }, 'Former member', 'Früheres Mitglied'],
  [{ status: 'published' }, 'Published', 'Veröffentlicht'],
  [{ decision: 'reject' }, 'Rejected', 'Abgelehnt'],
  [{ name: 'Key', scopes: ['view', 'execute'] }, 'Key · View, Run', 'Key · Ansehen, Ausführen'],
  [{ fields: ['name', 'nodes'], workflow_id: 'w' }, 'Name, Nodes', 'Name, Knoten'],
  [{ fields: ['run_minutes', 'x'] }, 'Run minutes per month, x', 'Laufminuten im Monat, x'],
  [{ name: 'Nightly', run_id: 'r', trigger_id: 's', trigger_type: 'scheduled' }, 'Nightly', 'Nightly'],
  [
    { name: 'link', run_id: 'r', trigger_id: 'l', trigger_type: 'link', shared_by: 'u-1' },
    'ada@example.com',
    'ada@example.com',
  ],
  [{ fields: ['workflow_id'] }, 'Workflow', 'Ablauf'],
  [{ fields: ['permission', 'public'] }, 'Visitor permission, Public link', 'Recht der Besucher, Link'],
  [{ name: 'Nightly', run_id: 'r', shared_by: 'u-1' }, 'Nightly · ada@example.com', 'Nightly · ada@example.com'],
  [{ rows: 12345 }, '12,345', '12.345'],
  [{ role: 'owner-of-tomorrow' }, 'owner-of-tomorrow', 'owner-of-tomorrow'],
])('%j is “%s”, in German “%s”', (details, inEnglish, inGerman) => {
  expect(format(details)).toEqual([inEnglish, inGerman])
})

test('a change without a body has no details', () => {
  expect(format({})).toEqual(['', ''])
})

type UnauditedRoute =
  | `GET ${string}`
  | `${string}/${'ai' | 'auth' | 'notifications' | 'push-subscriptions' | 'tools'}${'' | `/${string}`}`
  | `${string}/${'preview' | 'test' | 'validate'}`
  | 'POST /api/v1/mcp'
type BodyOf<Name extends RouteName> = NonNullable<Extract<CallOptions<Name>, { body?: unknown }>['body']>
type FieldsOf<Body> = Body extends object ? (string extends keyof Body ? never : keyof Body) : never
/** The names of all fields in the bodies of audited requests. */
type ChangedField = { [Name in Exclude<RouteName, UnauditedRoute>]: FieldsOf<BodyOf<Name>> }[Exclude<
  RouteName,
  UnauditedRoute
>]

test('each field of a change has a name', () => {
  const texts = languages[0]!
  const names = { ...texts.quotas.names, ...texts.activity.fields } satisfies Readonly<Record<ChangedField, string>>
  expect(names.time_zone).toBe('Time zone')
})
