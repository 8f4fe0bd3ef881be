import type { Phrases } from '../say.ts';

/** What the assistant says, in Arabic: enough for a right-to-left conversation. */
export const ar: Phrases = {
  welcome: 'مرحبًا، أنا مساعد Northwind Air. كيف يمكنني مساعدتك؟',
  menu: 'اسألني عن رحلة أو طلب، أو اكتب إحدى هذه الكلمات: {words}.',
  sorry: 'عذرًا، لم أفهم «{text}».',
  chooseBook: 'احجز رحلة',
  chooseOrder: 'تحقق من طلبي',
  chooseAgent: 'تحدث مع شخص',
  askDestination: 'إلى أين تريد السفر؟',
  askDate: 'يمكنني مساعدتك في ذلك. في أي تاريخ ستسافر؟',
  order: 'طلبك رقم 5544 في طريقه إليك.',
  choices: 'أي مقعد تفضل؟',
  seatWindow: 'النافذة',
  seatAisle: 'الممر',
  seatMiddle: 'لا فرق',
  seatSaved: 'تم الحفظ: {seat}.',
  agentComing: 'سأوصلك بأحد الزملاء.',
  agentHello: 'مرحبًا، أنا مايا من فريق الخدمة.',
  agentAsk: 'قرأت محادثتك. كيف يمكنني المساعدة؟',
};
