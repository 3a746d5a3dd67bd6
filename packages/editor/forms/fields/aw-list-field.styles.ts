import { css } from 'lit'

export const styles = css`
  :host {
    display: grid;
    gap: 6px;
    justify-items: start;
  }

  ol {
    display: grid;
    gap: 6px;
    width: 100%;
  }

  li {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: var(--_space-4);
    align-items: start;
  }

  li.object aw-form {
    grid-area: 2 / 1 / 3 / 3;
  }

  li.object .index {
    align-self: center;
  }

  li.object .actions {
    grid-area: 1 / 2;
  }

  li.object.compact {
    padding: 6px var(--_space-4) var(--_space-8) 10px;
  }

  li.object.compact aw-form {
    grid-area: 1 / 1;
  }

  li.object.compact .actions {
    flex-direction: column;
  }

  li.object {
    padding: var(--_space-4) 10px 10px;
    border: 1px solid var(--_border);
    border-radius: 6px;
  }

  aw-form {
    gap: 10px;
  }

  .actions {
    display: flex;
  }

  .messages {
    grid-column: 1 / -1;
  }
`
