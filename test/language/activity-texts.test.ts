import { expect, it } from 'vitest'
import { createEnglishStrings } from '../../examples/studio/language/english.ts'
import { describeChange } from '../../server/audit/describe-change.ts'
import { renderClientTypes } from '../../server/docs/client-types.ts'
import { describeApi } from '../../server/docs/describe-api.ts'

const types = renderClientTypes(await describeApi())
const routes = [...types.matchAll(/^ {2}'(POST|PUT|PATCH|DELETE) ([^']+)'/gm)]

it('names each change that the activity of a workspace can show', () => {
  const { activity } = createEnglishStrings('en')
  const changes = routes.flatMap(([, method = '', path = '']) => describeChange(method, path) ?? [])
  expect(changes.length).toBeGreaterThan(90)
  const names = new Set(changes.flatMap(({ action, entityType }) => [`action ${action}`, `type ${entityType}`]))
  const known = [
    ...Object.keys(activity.actions).map((action) => `action ${action}`),
    ...Object.keys(activity.types).map((type) => `type ${type}`),
  ]
  expect([...names].filter((name) => !known.includes(name))).toEqual([])
})
