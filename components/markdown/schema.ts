/** All that a message can be made of, for rehype-sanitize: elements, and what may stand on them. */
export const allowed = {
  tagNames: (
    'p br strong em del a code pre blockquote hr h1 h2 h3 h4 h5 h6 ul ol li input ' + 'table thead tbody tr th td'
  ).split(' '),
  attributes: {
    a: ['href'],
    // Read by our own element for code, and on no element of the page.
    code: ['className', 'title'],
    ol: ['start'],
    input: ['type', 'checked'],
    th: ['align'],
    td: ['align'],
  },
  protocols: { href: ['http', 'https', 'mailto'] },
};
