/** Popular public MCP servers. Each requires an account with its operator. @internal */
export const mcpTemplates: readonly { name: string; url: string }[] = [
  { name: 'GitHub', url: 'https://api.githubcopilot.com/mcp/' },
  { name: 'Hugging Face', url: 'https://huggingface.co/mcp' },
  { name: 'Linear', url: 'https://mcp.linear.app/mcp' },
  { name: 'Notion', url: 'https://mcp.notion.com/mcp' },
  { name: 'Sentry', url: 'https://mcp.sentry.dev/mcp' },
]
