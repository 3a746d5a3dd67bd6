import { McpServer } from '@modelcontextprotocol/server'
import { serveStdio } from '@modelcontextprotocol/server/stdio'
import { appendFileSync } from 'node:fs'
import { z } from 'zod'

// An MCP server over standard input and output. It adds a line with the names of its variables to a file when it starts.
appendFileSync(process.argv[2], `${Object.keys(process.env).join(' ')}\n`)
serveStdio(() => {
  const server = new McpServer({ name: 'files', version: '1.0.0' })
  server.registerTool('read_root', { description: 'Returns the root folder.', inputSchema: z.object({}) }, () => ({
    content: [{ type: 'text', text: process.env.ROOT ?? '' }],
  }))
  return server
})
