import ts from 'typescript';

/** A name says more than these, and nothing more than fewer. */
const shortMax = 60;
const schemaType = /\bz\.(infer|input|output)</;

/**
 * The types that an entry exports and all that they need, in one file without imports. What the contract infers from its
 * schemas is written out, so that nobody has to install a validator to have types.
 */
export function declarationsOf(entry: string): string {
  const house = new House(entry);
  const wanted = house.exportsOf(entry);
  const texts = house.reach(wanted);
  const names = wanted.map(({ name, isType }) => `${isType ? 'type ' : ''}${name}`);
  return `${texts.join('\n\n')}\n\nexport { ${names.join(', ')} };\n`;
}

interface Place {
  file: string;
  name: string;
}

interface Declared {
  /** Several for an overloaded function. */
  statements: ts.Statement[];
  file: ts.SourceFile;
}

/** A program's own files as declarations: what each declares, and where what it imports comes from. */
class House {
  readonly #program: ts.Program;
  readonly #declarations = new Map<string, ts.SourceFile>();
  readonly #told = new Map<string, string>();
  readonly #texts: string[] = [];
  /** What the schemas' types are called, by what they are. */
  readonly #aliases: { name: string; head: string; written: string }[] = [];

  constructor(entry: string) {
    this.#program = ts.createProgram([entry], {
      target: ts.ScriptTarget.ES2024,
      lib: ['lib.es2024.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
      module: ts.ModuleKind.Preserve,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      strict: true,
      exactOptionalPropertyTypes: true,
      allowImportingTsExtensions: true,
      declaration: true,
      emitDeclarationOnly: true,
      types: [],
    });
    this.#program.emit(undefined, (path, text) => {
      const source = path.replace(/\.d\.ts$/, '.ts');
      this.#declarations.set(source, ts.createSourceFile(path, text, ts.ScriptTarget.ES2024, true));
    });
  }

  exportsOf(file: string): (Place & { isType: boolean })[] {
    return this.#file(file).statements.flatMap((statement) => {
      if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier === undefined) return [];
      const from = this.#resolve(statement.moduleSpecifier, file);
      const clause = statement.exportClause;
      const names = clause !== undefined && ts.isNamedExports(clause) ? clause.elements : [];
      return names.map(({ name }) => ({ file: from, name: name.text, isType: statement.isTypeOnly }));
    });
  }

  /** The declarations at these places and all that they speak of, each once. */
  reach(places: Place[]): string[] {
    for (const place of places) this.#tell(place);
    return [...this.#texts, ...this.#aliases.map((alias) => alias.head + this.#named(alias) + ';')];
  }

  /** In the words of the others, where one stands within it whole. */
  #named({ name, written }: { name: string; written: string }): string {
    const others = this.#aliases.filter((other) => other.name !== name && other.written.length > shortMax);
    const longestFirst = others.toSorted((a, b) => b.written.length - a.written.length);
    return longestFirst.reduce((text, other) => text.replaceAll(other.written, other.name), written);
  }

  #tell({ file, name }: Place): void {
    const known = this.#told.get(name);
    if (known === file) return;
    if (known !== undefined)
      throw new Error(`${name} is declared in ${known} and in ${file}: one of them needs another name`);
    this.#told.set(name, file);
    const declared = this.#declared({ file, name });
    const text = declared.statements.map((statement) => textOf(statement, declared.file)).join('\n');
    if (schemaType.test(text)) {
      const head = `${text.slice(0, text.indexOf('='))}= `;
      this.#aliases.push({ name, head, written: this.#writtenOut({ file, name }, text) });
    } else {
      this.#texts.push(text);
      for (const other of namesIn(declared.statements)) this.#tellOf(other, file);
    }
  }

  /** A name that a file neither declares nor imports is one of the language's own. */
  #tellOf(name: string, file: string): void {
    if (this.#declaredIn(name, file).length > 0) return this.#tell({ file, name });
    const from = this.#importOf(name, file);
    if (from !== null) this.#tell({ file: from, name });
  }

  #declared({ file, name }: Place): Declared {
    const statements = this.#declaredIn(name, file);
    if (statements.length === 0) throw new Error(`${name} is not declared in ${file}`);
    return { statements, file: this.#file(file) };
  }

  #declaredIn(name: string, file: string): ts.Statement[] {
    return this.#file(file).statements.filter((statement) => nameOf(statement) === name);
  }

  #importOf(name: string, file: string): string | null {
    for (const statement of this.#file(file).statements) {
      if (!ts.isImportDeclaration(statement)) continue;
      const bindings = statement.importClause?.namedBindings;
      if (bindings === undefined || !ts.isNamedImports(bindings)) continue;
      if (bindings.elements.some((element) => element.name.text === name)) {
        return this.#resolve(statement.moduleSpecifier, file);
      }
    }
    return null;
  }

  #writtenOut({ file, name }: Place, text: string): string {
    const checker = this.#program.getTypeChecker();
    const alias = this.#program
      .getSourceFile(file)
      ?.statements.find((statement) => ts.isTypeAliasDeclaration(statement) && statement.name.text === name);
    if (alias === undefined || !ts.isTypeAliasDeclaration(alias)) {
      throw new Error(`${name} in ${file} uses a schema's type where it has no name:\n${text}`);
    }
    const flags = ts.NodeBuilderFlags.NoTruncation | ts.NodeBuilderFlags.InTypeAlias;
    const node = checker.typeToTypeNode(checker.getTypeAtLocation(alias.name), undefined, flags);
    if (node === undefined) throw new Error(`${name} in ${file} can't be written out`);
    const written = ts.createPrinter().printNode(ts.EmitHint.Unspecified, node, alias.getSourceFile());
    return written.replaceAll(/\s+/g, ' ');
  }

  #file(path: string): ts.SourceFile {
    const file = this.#declarations.get(path);
    if (file === undefined) throw new Error(`${path} is none of our own files`);
    return file;
  }

  #resolve(specifier: ts.Expression, from: string): string {
    const name = ts.isStringLiteral(specifier) ? specifier.text : '';
    const { resolvedModule } = ts.resolveModuleName(name, from, this.#program.getCompilerOptions(), ts.sys);
    if (resolvedModule === undefined) throw new Error(`${name} leads nowhere from ${from}`);
    return resolvedModule.resolvedFileName;
  }
}

function nameOf(statement: ts.Statement): string | null {
  const isNamed =
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isFunctionDeclaration(statement);
  if (isNamed) return statement.name?.text ?? null;
  if (!ts.isVariableStatement(statement)) return null;
  const name = statement.declarationList.declarations[0]?.name;
  return name !== undefined && ts.isIdentifier(name) ? name.text : null;
}

/** With its comment, and not exported: what is, the end of the file says. */
function textOf(statement: ts.Statement, file: ts.SourceFile): string {
  const text = file.text.slice(statement.getFullStart(), statement.end).trim();
  const plain = text.replace(/^((?:\/\*[^]*?\*\/\s*)*)export /, '$1');
  return plain.replace(/^((?:\/\*[^]*?\*\/\s*)*)(class|function|const|abstract)/, '$1declare $2');
}

function namesIn(nodes: readonly ts.Node[]): Set<string> {
  const names = new Set<string>();
  const look = (node: ts.Node): void => {
    if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName)) names.add(node.typeName.text);
    if (ts.isExpressionWithTypeArguments(node) && ts.isIdentifier(node.expression)) names.add(node.expression.text);
    if (ts.isTypeQueryNode(node) && ts.isIdentifier(node.exprName)) names.add(node.exprName.text);
    node.forEachChild(look);
  };
  for (const node of nodes) look(node);
  return names;
}
