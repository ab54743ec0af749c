// A table of Markdown: names on the left, numbers on the right.

/** @param {string[]} heads of the columns of numbers @param {string[][]} rows each with its name first */
exports.markdownTable = (heads, rows) =>
  [
    `| | ${heads.join(' | ')} |`,
    `|---${'|---:'.repeat(heads.length)}|`,
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
  ].join('\n');
