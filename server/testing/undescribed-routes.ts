/** The routes that `/openapi.json` does not describe, as `GET /docs`; `ALL` handles every method. */
export const undescribedRoutes: readonly string[] = [
  'GET /docs',
  'GET /redoc',
  'GET /docs/errors',
  'GET /docs/plain',
  'GET /docs/style.css',
  'GET /openapi.json',
  'GET /api/v1/mcp',
  'DELETE /api/v1/mcp',
  'ALL /manual/*',
  'ALL /hooks/{token}',
  'ALL /hooks/{workspace}/{path}',
  'ALL /hooks-test/{token}',
]
