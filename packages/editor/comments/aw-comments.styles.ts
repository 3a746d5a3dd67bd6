import { css } from 'lit'

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    overflow: hidden;
    background: var(--_surface);
  }

  .bar {
    display: flex;
    flex: none;
    align-items: center;
    gap: var(--_space-8);
    min-height: calc(44 * var(--_px));
    padding-block: var(--_space-4);
    padding-inline: var(--_space-16) var(--_space-8);
    border-bottom: 1px solid var(--_border);
  }

  .bar h2 {
    flex: 1;
  }

  .body {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    padding: var(--_space-12) var(--_space-16) var(--_space-24);
  }

  .body > p {
    margin: var(--_space-12) 0 0;
  }

  .form {
    display: grid;
    gap: var(--_space-8);
  }

  .form label {
    font-size: var(--_type-12);
    font-weight: 500;
    overflow-wrap: anywhere;
  }

  textarea {
    width: 100%;
    resize: vertical;
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space-8);
  }

  .threads {
    display: grid;
    gap: var(--_space-12);
    margin: var(--_space-12) 0 0;
    padding: 0;
    list-style: none;
  }

  article {
    display: grid;
    gap: var(--_space-8);
    padding: var(--_space-8);
    border: 1px solid var(--_border);
    border-radius: 8px;
  }

  article.open {
    border-color: var(--_accent);
  }

  .title {
    display: flex;
    justify-content: space-between;
    gap: var(--_space-8);
    text-align: start;
    overflow-wrap: anywhere;
    white-space: normal;
  }

  .author {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space-8);
  }

  .author strong {
    overflow-wrap: anywhere;
  }

  .text {
    margin: 0;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  p.bad {
    margin: 0;
    color: var(--_bad);
  }
`
