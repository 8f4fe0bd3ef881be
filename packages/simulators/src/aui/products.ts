/** One labelled value of a product in the older shape. */
export interface WidgetParameter {
  readonly title: string;
  readonly value: string | number | readonly (string | number)[];
  readonly type: string;
}

/** A product in the older shape: only labelled values, its name among them. */
export interface AuiOption {
  readonly is_recommended: boolean;
  readonly widget_parameters: readonly WidgetParameter[];
}

/** A product in the newer shape. */
export interface AuiCard {
  readonly id: string;
  readonly name: string;
  readonly category?: string | undefined;
  readonly parameters: readonly (WidgetParameter & { readonly param?: string | undefined })[];
  readonly sub_entities?: readonly object[] | undefined;
  readonly self_review?: string | undefined;
  readonly is_recommended?: boolean | undefined;
  readonly rendered_jsx?: string | undefined;
}

/** The products of a message, in either shape. */
export interface AuiProducts {
  readonly options?: readonly AuiOption[] | undefined;
  readonly variants_options?: readonly AuiOption[] | undefined;
  readonly cards?: readonly AuiCard[] | undefined;
}

interface Product {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  readonly brand: string;
  readonly litres: number;
  readonly price: string;
  readonly features: readonly string[];
  readonly review: string;
  readonly recommended: boolean;
}

const CATALOGUE: readonly Product[] = [
  {
    id: 'mw-25b',
    name: 'Nordhaus Linea 25',
    category: 'Built-in microwaves',
    brand: 'Nordhaus',
    litres: 25,
    price: '€ 349.00',
    features: ['Grill', 'Defrost by weight', 'Child lock'],
    review: 'Fits the size you asked for and is the quietest of the three.',
    recommended: true,
  },
  {
    id: 'mw-20c',
    name: 'Castello Compact 20',
    category: 'Built-in microwaves',
    brand: 'Castello',
    litres: 20,
    price: '€ 229.00',
    features: ['Defrost by time', 'Door opens to the left'],
    review: 'The least expensive one with twenty litres.',
    recommended: false,
  },
  {
    id: 'mw-32s',
    name: 'Aalto Steam 32',
    category: 'Built-in microwaves',
    brand: 'Aalto',
    litres: 32,
    price: '€ 489.00',
    features: ['Steam', 'Convection', 'Grill'],
    review: 'An oven and a microwave in one, at the top of your budget.',
    recommended: false,
  },
];

const VARIANTS: readonly Product[] = ['Black', 'Steel'].map((finish) => ({
  id: `mw-25b-${finish.toLowerCase()}`,
  name: `Nordhaus Linea 25, ${finish}`,
  category: 'Built-in microwaves',
  brand: 'Nordhaus',
  litres: 25,
  price: finish === 'Black' ? '€ 349.00' : '€ 369.00',
  features: [finish],
  review: '',
  recommended: finish === 'Black',
}));

function parametersOf(product: Product): readonly WidgetParameter[] {
  return [
    { title: 'Brand', value: product.brand, type: 'string' },
    { title: 'Capacity (l)', value: product.litres, type: 'number' },
    { title: 'Price', value: product.price, type: 'string' },
    { title: 'Features', value: product.features, type: 'array' },
  ];
}

function toOption(product: Product): AuiOption {
  const name: WidgetParameter = { title: 'Product name', value: product.name, type: 'string' };
  return {
    is_recommended: product.recommended,
    widget_parameters: [name, ...parametersOf(product)],
  };
}

function toCard(product: Product): AuiCard {
  return {
    id: product.id,
    name: product.name,
    category: product.category,
    parameters: parametersOf(product).map((parameter) => ({
      param: parameter.title
        .toLowerCase()
        .replace(/[^a-z]+/g, '_')
        .replace(/_$/, ''),
      ...parameter,
    })),
    sub_entities: [],
    self_review: product.review,
    is_recommended: product.recommended,
    // Markup that a client must not draw: it would change the title if it did.
    rendered_jsx: `<div onClick={() => { document.title = 'owned' }}>${product.name}</div><img src="x" onerror="document.title='owned'">`,
  };
}

/** The catalogue in the asked shape. */
export function productsIn(shape: 'options' | 'cards'): AuiProducts {
  if (shape === 'cards') return { cards: CATALOGUE.map(toCard) };
  return { options: CATALOGUE.map(toOption), variants_options: VARIANTS.map(toOption) };
}
