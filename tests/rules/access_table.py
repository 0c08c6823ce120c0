"""Who gets what answer from every address of the site: GET on the left, POST without any field on the right.

`in` is the way to the sign-in page, 404 is "you do not know that this exists", 403 "you see it, but may not do this";
one answer alone is everybody's. The space of the samples has its door open; `pending` accepted and has not signed,
`ended` was a stakeholder and left, `other` facilitates another space, `staff` runs the installation and is in none.

A line: the address's name (its route where it has none), a word for each of its parameters (a sample of
`table_world.py`, or the value itself), the answers by role. To add a line, write the answers that you want and run
the test: it shows those that the site gives.
"""

from dataclasses import dataclass

ROLES = ("anonymous", "outsider", "pending", "peer", "stakeholder", "ended", "facilitator", "other", "staff")

TABLE = """
#                                           ano out pen pee stk end fac oth stf | ano out pen pee stk end fac oth stf
# Open to everybody
home                                      | 200 302 302 302 302 302 302 302 302 | 405
accessibility                             | 200                                 | 405
privacy                                   | 200                                 | 405
/healthz                                  | 200                                 | 405
/readyz                                   | 503                                 | 405
/metrics                                  | 404                                 | 405
dev_mails                                 | 200                                 | 405
dev_mail mail                             | 200                                 | 405
dev_mail_html mail                        | 200                                 | 405
# The pages of the API
spaces:api                                | 200                                 | 405
spaces:api_first_steps                    | 200                                 | 405
spaces:api_yaml                           | 200                                 | 405
spaces:api_json                           | 200                                 | 405
spaces:api_topic organisations            | 200                                 | 405
spaces:api_topic nothing                  | 404                                 | 405
# Signing in and out
account_login                             | 200 302 302 302 302 302 302 302 302 | 200 302 302 302 302 302 302 302 302
account_request_login_code                | 200 302 302 302 302 302 302 302 302 | 200 302 302 302 302 302 302 302 302
account_confirm_login_code                | 302                                 | 302
account_logout                            | 302 200 200 200 200 200 200 200 200 | 302
account_inactive                          | 200                                 | 405
account_signup                            | 200                                 | 405
# One's own details
members:me                                | in  200 200 200 200 200 200 200 200 | in  200 200 200 200 200 200 200 200
members:mails                             | in  200 200 200 200 200 200 200 200 | in  200 200 200 200 200 200 200 200
members:profile                           | in  200 200 200 200 200 200 200 200 | in  200 200 200 200 200 200 200 200
members:positions                         | in  200 200 200 200 200 200 200 200 | in  200 200 200 200 200 200 200 200
members:position_end position             | in  405 405 405 405 405 405 405 405 | in  404 404 302 404 404 404 404 404
members:language                          | 405                                 | 302
# Links in mails
spaces:invitation_page token              | 200                                 | 400 409 409 409 409 409 409 409 409
spaces:invitation_page nobody-knows-this  | 404                                 | 404
spaces:invitation_agreement token         | 200                                 | 405
spaces:stop stop                          | 200                                 | 200
spaces:stop not-signed                    | 404                                 | 404
# The desk
spaces:desk                               | in  404 404 404 404 404 200 200 404 | in  404 404 404 404 404 200 200 404
spaces:space_new                          | in  404 404 404 404 404 200 200 404 | in  404 404 404 404 404 200 200 404
spaces:space space                        | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:space_edit space                   | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:space_move space consolidated      | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 302 404 404
spaces:space_move space nowhere           | in  404 404 404 404 404 404 404 404 | in  404 404 404 404 404 404 404 404
spaces:invitations space                  | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:invitations_bulk space remind      | in  404 404 404 404 404 302 404 404 | in  404 404 404 404 404 302 404 404
spaces:invitations_bulk space fly         | in  404 404 404 404 404 404 404 404 | in  404 404 404 404 404 404 404 404
spaces:invite space                       | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:candidate_new space                | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:facilitator_new space              | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:members space                      | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:desk_decisions space               | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:decision_new space                 | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:agreement_new space                | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:need_new space                     | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:history space                      | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:invitation invitation              | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:invitation_do invitation resend    | in  404 404 404 404 404 302 404 404 | in  404 404 404 404 404 302 404 404
spaces:invitation_do invitation fly       | in  404 404 404 404 404 404 404 404 | in  404 404 404 404 404 404 404 404
spaces:membership membership              | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:membership_end membership          | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 302 404 404
spaces:desk_decision decision             | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:decision_remind decision           | in  405 405 405 405 405 405 405 405 | in  404 404 404 404 404 302 404 404
spaces:desk_agreement foundation          | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:outbox                             | in  404 404 404 404 404 200 200 404 | in  404 404 404 404 404 200 200 404
spaces:message message                    | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:message_sheet message              | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
# Lists of people
spaces:people_import space                | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:people_import_run list             | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:people_import_columns list         | in  404 404 404 404 404 302 404 404 | in  404 404 404 404 404 302 404 404
spaces:people_import_check list           | in  405 405 405 405 405 405 405 405 | in  404 404 404 404 404 302 404 404
spaces:people_import_go list              | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:people_import_stop list            | in  405 405 405 405 405 405 405 405 | in  404 404 404 404 404 302 404 404
spaces:people_import_progress list        | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:people_import_report list          | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:people_import_row row              | in  405 405 405 405 405 405 405 405 | in  404 404 404 404 404 302 404 404
spaces:people_import_row_out row          | in  405 405 405 405 405 405 405 405 | in  404 404 404 404 404 302 404 404
# The API, for people; partner systems come with a token
api:token                                 | 405                                 | 400
api:spaces                                | 401 200 200 200 200 200 200 200 200 | 401 405 405 405 405 405 405 405 405
api:space space                           | 401 404 200 200 200 404 200 404 404 | 401 405 405 405 405 405 405 405 405
api:invitations                           | 401 200 200 200 200 200 200 200 200 | 401 400 400 400 400 400 400 400 400
api:invitation invitation                 | 401 404 404 404 404 404 200 404 404 | 401 405 405 405 405 405 405 405 405
api:invitation_approve invitation         | 401 405 405 405 405 405 405 405 405 | 401 404 404 404 404 404 409 404 404
api:invitation_send invitation            | 401 405 405 405 405 405 405 405 405 | 401 404 404 404 404 404 409 404 404
api:invitation_withdraw invitation        | 401 405 405 405 405 405 405 405 405 | 401 404 404 404 404 404 200 404 404
api:invitation_extend invitation          | 401 405 405 405 405 405 405 405 405 | 401 404 404 404 404 404 400 404 404
api:invitation_resend invitation          | 401 405 405 405 405 405 405 405 405 | 401 404 404 404 404 404 200 404 404
# The API, for partner systems alone
api:organisations                         | 401 403 403 403 403 403 403 403 403 | 401 403 403 403 403 403 403 403 403
api:organisation organisation             | 401 403 403 403 403 403 403 403 403 | 401 403 403 403 403 403 403 403 403
api:organisations_bulk                    | 401 403 403 403 403 403 403 403 403 | 401 403 403 403 403 403 403 403 403
api:organisation_by_number nobodys        | 401 403 403 403 403 403 403 403 403 | 401 403 403 403 403 403 403 403 403
api:organisation_by_identifier nobodys    | 401 403 403 403 403 403 403 403 403 | 401 403 403 403 403 403 403 403 403
api:places                                | 401 403 403 403 403 403 403 403 403 | 401 403 403 403 403 403 403 403 403
api:place organisation                    | 401 403 403 403 403 403 403 403 403 | 401 403 403 403 403 403 403 403 403
api:fields                                | 401 403 403 403 403 403 403 403 403 | 401 403 403 403 403 403 403 403 403
api:field organisation                    | 401 403 403 403 403 403 403 403 403 | 401 403 403 403 403 403 403 403 403
api:ties                                  | 401 403 403 403 403 403 403 403 403 | 401 403 403 403 403 403 403 403 403
api:tie organisation                      | 401 403 403 403 403 403 403 403 403 | 401 403 403 403 403 403 403 403 403
api:memberships                           | 401 403 403 403 403 403 403 403 403 | 401 403 403 403 403 403 403 403 403
api:membership membership                 | 401 403 403 403 403 403 403 403 403 | 401 403 403 403 403 403 403 403 403
api:meetings                              | 401 403 403 403 403 403 403 403 403 | 401 403 403 403 403 403 403 403 403
api:meeting meeting                       | 401 403 403 403 403 403 403 403 403 | 401 403 403 403 403 403 403 403 403
api:pulses                                | 401 403 403 403 403 403 403 403 403 | 401 403 403 403 403 403 403 403 403
api:pulse pulse                           | 401 403 403 403 403 403 403 403 403 | 401 403 403 403 403 403 403 403 403
api:events                                | 401 403 403 403 403 403 403 403 403 | 401 403 403 403 403 403 403 403 403
api:webhooks                              | 401 403 403 403 403 403 403 403 403 | 401 403 403 403 403 403 403 403 403
api:webhook nobodys                       | 401 403 403 403 403 403 403 403 403 | 401 403 403 403 403 403 403 403 403
api:webhook_secret nobodys                | 401 403 403 403 403 403 403 403 403 | 401 403 403 403 403 403 403 403 403
api:webhook_test nobodys                  | 401 403 403 403 403 403 403 403 403 | 401 403 403 403 403 403 403 403 403
api:webhook_enable nobodys                | 401 403 403 403 403 403 403 403 403 | 401 403 403 403 403 403 403 403 403
api:webhook_deliveries nobodys            | 401 403 403 403 403 403 403 403 403 | 401 403 403 403 403 403 403 403 403
api:webhook_resend nobodys nothing        | 401 403 403 403 403 403 403 403 403 | 401 403 403 403 403 403 403 403 403
# The pulse
spaces:desk_pulses space                  | in  404 404 404 404 404 200 404 404 | in  405 405 405 405 405 405 405 405
spaces:pulse_new space                    | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:pulse_items space                  | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:pulse_item_retire pulse_item       | in  405 405 405 405 405 405 405 405 | in  404 404 404 404 404 302 404 404
spaces:pulse_export space                 | in  404 404 404 404 404 200 404 404 | in  405 405 405 405 405 405 405 405
spaces:pulse_extend pulse                 | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:pulse_close pulse                  | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 409 404 404
spaces:pulse_call_off pulse               | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 302 404 404
spaces:my_pulses space                    | in  404 404 200 404 404 200 404 404 | in  405 405 405 405 405 405 405 405
spaces:my_pulse pulse                     | in  404 404 200 404 404 200 404 404 | in  404 404 200 404 404 200 404 404
# The rooms
spaces:room space                         | in  404 404 200 200 404 200 404 404 | in  405 405 405 405 405 405 405 405
spaces:post_new space                     | in  404 404 200 200 404 200 404 404 | in  404 404 200 200 404 200 404 404
spaces:post said                          | in  404 404 200 404 404 200 404 404 | in  404 404 200 404 404 200 404 404
spaces:post_release said                  | in  404 404 200 404 404 403 404 404 | in  404 404 200 404 404 403 404 404
spaces:post_take_back said                | in  405 405 405 405 405 405 405 405 | in  404 404 409 404 404 403 404 404
spaces:post_remove said                   | in  404 404 200 404 404 403 404 404 | in  404 404 302 404 404 403 404 404
spaces:file file                          | in  404 404 200 404 404 200 404 404 | in  405 405 405 405 405 405 405 405
spaces:previews space                     | in  404 404 200 404 404 200 404 404 | in  405 405 405 405 405 405 405 405
spaces:preview_as space newcomer room     | in  404 404 200 404 404 200 404 404 | in  405 405 405 405 405 405 405 405
spaces:preview_as space newcomer side     | in  404 404 200 404 404 200 404 404 | in  405 405 405 405 405 405 405 405
spaces:preview_as space nobody room       | in  404 404 404 404 404 404 404 404 | in  405 405 405 405 405 405 405 405
spaces:preview_partner space              | in  404 404 200 404 404 200 404 404 | in  405 405 405 405 405 405 405 405
spaces:preview_public space               | in  404 404 200 404 404 200 404 404 | in  405 405 405 405 405 405 405 405
spaces:left left                          | in  404 404 404 404 200 404 404 404 | in  404 404 404 404 302 404 404 404
spaces:left place                         | in  404 404 404 404 404 404 404 404 | in  404 404 404 404 404 404 404 404
spaces:my_files place                     | in  404 404 200 404 404 404 404 404 | in  405 405 405 405 405 405 405 405
spaces:glass                              | in  404 404 404 404 404 404 404 200 | in  404 404 404 404 404 404 404 200
spaces:glass_room glass                   | in  404 404 404 404 404 404 404 200 | in  405 405 405 405 405 405 405 405
# Meetings
spaces:meetings space                     | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:meeting_new space                  | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:desk_meeting meeting               | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:meeting_edit meeting               | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:meeting_cancel meeting             | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 302 404 404
spaces:item_new meeting                   | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:item item                          | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:item_do item up                    | in  405 405 405 405 405 405 405 405 | in  404 404 404 404 404 302 404 404
spaces:item_do item fly                   | in  405 405 405 405 405 405 405 405 | in  404 404 404 404 404 404 404 404
spaces:meeting_answers meeting            | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:answer_note answer                 | in  405 405 405 405 405 405 405 405 | in  404 404 404 404 404 302 404 404
spaces:meeting_attendance over            | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 302 404 404
spaces:meeting_summary over whole         | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:meeting_summary over peers         | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:meeting_summary own_meeting whole  | in  404 404 404 404 404 404 404 404 | in  404 404 404 404 404 404 404 404
spaces:commitment_new over whole          | in  405 405 405 405 405 405 405 405 | in  404 404 404 404 404 302 404 404
spaces:commitment_remove commitment       | in  405 405 405 405 405 405 405 405 | in  404 404 404 404 404 302 404 404
spaces:my_meetings space                  | in  404 404 200 200 404 200 404 404 | in  405 405 405 405 405 405 405 405
spaces:meeting meeting                    | in  404 404 200 200 404 200 404 404 | in  404 404 200 200 404 200 404 404
spaces:meeting own_meeting                | in  404 404 200 404 404 200 404 404 | in  404 404 200 404 404 200 404 404
spaces:meeting_file meeting               | in  404 404 200 200 404 200 404 404 | in  405 405 405 405 405 405 405 405
spaces:meeting_file own_meeting           | in  404 404 200 404 404 200 404 404 | in  405 405 405 405 405 405 405 405
spaces:recusal item                       | in  405 405 405 405 405 405 405 405 | in  404 404 302 302 404 302 404 404
spaces:recusal own_item                   | in  405 405 405 405 405 405 405 405 | in  404 404 302 404 404 302 404 404
spaces:commitment_done commitment         | in  405 405 405 405 405 405 405 405 | in  404 404 404 404 404 404 404 404
spaces:my_calendar                        | in  200 200 200 200 200 200 200 200 | in  200 200 200 200 200 200 200 200
spaces:feed feed                          | 200                                 | 405
spaces:feed nobody-knows-this             | 404                                 | 405
spaces:calendar_inbox                     | 405                                 | 404
# Deciding by consent
spaces:decision_extend decision           | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:decision_close decision            | in  404 404 404 404 404 302 404 404 | in  404 404 404 404 404 409 404 404
spaces:decision_record decision           | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:decision_word decision             | in  405 405 405 405 405 405 405 405 | in  404 404 404 404 404 404 404 404
spaces:decision_amend decision            | in  404 404 404 404 404 302 404 404 | in  404 404 404 404 404 302 404 404
spaces:decision_review decision           | in  404 404 404 404 404 302 404 404 | in  404 404 404 404 404 302 404 404
spaces:question_answer question           | in  405 405 405 405 405 405 405 405 | in  404 404 404 404 404 200 404 404
spaces:ask decision                       | in  405 405 405 405 405 405 405 405 | in  404 404 200 404 404 200 404 404
spaces:explain question                   | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
# Candidates, and what is said in private
spaces:candidates space                   | in  404 404 200 404 404 200 404 404 | in  404 404 302 404 404 302 404 404
spaces:dependencies space                 | in  404 404 200 404 404 404 404 404 | in  404 404 200 404 404 404 404 404
spaces:relations space                    | in  404 404 200 200 404 200 404 404 | in  404 404 403 200 404 403 404 404
spaces:desk_candidates space              | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:dependencies_ask space             | in  405 405 405 405 405 405 405 405 | in  404 404 404 404 404 302 404 404
spaces:candidate_talk candidacy           | in  405 405 405 405 405 405 405 405 | in  404 404 404 404 404 409 404 404
# Readiness
spaces:readiness space                    | in  404 404 200 404 404 200 404 404 | in  405 405 405 405 405 405 405 405
spaces:levels space                       | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
# What mail providers and mail servers report
spaces:mail_hook postmark                 | 405                                 | 404
spaces:mail_hook pigeon                   | 405                                 | 404
spaces:bounce_inbox                       | 405                                 | 404
spaces:my_write_again                     | in  405 405 405 405 405 405 405 405 | in  302 302 302 302 302 302 302 302
# Mails that go out together
spaces:all_mailings                       | in  404 404 404 404 404 200 200 404 | in  404 404 404 404 404 200 200 404
spaces:mailings space                     | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:mailing mailing                    | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:mailing_progress mailing           | in  404 404 404 404 404 200 404 404 | in  405 405 405 405 405 405 405 405
spaces:mailing_do mailing end             | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 302 404 404
spaces:mailing_do mailing pause           | in  404 404 404 404 404 302 404 404 | in  404 404 404 404 404 302 404 404
spaces:mailing_do mailing fly             | in  404 404 404 404 404 404 404 404 | in  404 404 404 404 404 404 404 404
spaces:operator                           | in  404 404 404 404 404 404 404 200 | in  405 405 405 405 405 405 405 405
spaces:operator_lift                      | in  405 405 405 405 405 405 405 405 | in  404 404 404 404 404 404 404 200
# Partner systems: `other` answers for the one of the sample
spaces:partners                           | in  404 404 404 404 404 404 200 200 | in  405 405 405 405 405 405 405 405
spaces:partner_new                        | in  404 404 404 404 404 404 404 200 | in  404 404 404 404 404 404 404 200
spaces:partner partner                    | in  404 404 404 404 404 404 200 200 | in  405 405 405 405 405 405 405 405
spaces:partner_edit partner               | in  404 404 404 404 404 404 404 200 | in  404 404 404 404 404 404 404 200
spaces:partner_spaces partner             | in  404 404 404 404 404 404 200 200 | in  405 405 405 405 405 405 405 405
spaces:partner_calls partner              | in  404 404 404 404 404 404 200 200 | in  405 405 405 405 405 405 405 405
spaces:partner_deliveries partner         | in  404 404 404 404 404 404 200 200 | in  405 405 405 405 405 405 405 405
spaces:endpoint_do endpoint test          | in  405 405 405 405 405 405 405 405 | in  404 404 404 404 404 404 302 403
spaces:endpoint_do endpoint enable        | in  405 405 405 405 405 405 405 405 | in  404 404 404 404 404 404 302 403
spaces:endpoint_do endpoint fly           | in  405 405 405 405 405 405 405 405 | in  404 404 404 404 404 404 404 404
spaces:delivery_resend delivery           | in  405 405 405 405 405 405 405 405 | in  404 404 404 404 404 404 302 403
spaces:partner_key_new partner            | in  404 404 404 404 404 404 200 403 | in  404 404 404 404 404 404 200 403
spaces:partner_key_end key                | in  404 404 404 404 404 404 200 200 | in  404 404 404 404 404 404 302 302
spaces:desk_partners space                | in  404 404 404 404 404 200 404 404 | in  405 405 405 405 405 405 405 405
spaces:grant space partner                | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 200 404 404
spaces:grant_end grant                    | in  404 404 404 404 404 200 404 404 | in  404 404 404 404 404 302 404 404
spaces:my_partners space                  | in  404 404 200 200 404 200 404 404 | in  405 405 405 405 405 405 405 405
spaces:share grant                        | in  405 405 405 405 405 405 405 405 | in  404 404 302 302 404 302 404 404
# The map
sectors:organisations                     | in  404 404 404 404 404 200 200 200 | in  405 405 405 405 405 405 405 405
sectors:new                               | in  404 404 404 404 404 200 200 200 | in  404 404 404 404 404 200 200 200
sectors:reviews                           | in  404 404 404 404 404 200 200 200 | in  405 405 405 405 405 405 405 405
sectors:keep review                       | in  405 405 405 405 405 405 405 405 | in  404 404 404 404 404 302 302 302
sectors:organisation organisation         | in  404 404 404 404 404 200 200 200 | in  405 405 405 405 405 405 405 405
sectors:edit organisation                 | in  404 404 404 404 404 200 200 200 | in  404 404 404 404 404 200 200 200
sectors:gives organisation                | in  404 404 404 404 404 200 200 200 | in  405 405 405 405 405 405 405 405
sectors:receives organisation             | in  404 404 404 404 404 200 200 200 | in  405 405 405 405 405 405 405 405
sectors:number organisation               | in  404 404 404 404 404 200 200 200 | in  404 404 404 404 404 200 200 200
sectors:refuse_number organisation        | in  405 405 405 405 405 405 405 405 | in  404 404 404 404 404 409 409 409
sectors:merge organisation twin           | in  404 404 404 404 404 200 200 200 | in  404 404 404 404 404 422 422 422
# A member's own side
spaces:my                                 | in  200 200 200 200 200 200 200 200 | in  405 405 405 405 405 405 405 405
spaces:my_space space                     | in  404 200 200 200 404 200 404 404 | in  405 405 405 405 405 405 405 405
spaces:propose space                      | in  404 403 200 403 404 200 404 404 | in  404 403 200 403 404 200 404 404
spaces:leave space                        | in  404 200 200 200 404 200 404 404 | in  404 302 302 302 404 409 404 404
spaces:sign foundation                    | in  404 200 200 404 404 200 404 404 | in  404 200 200 404 404 200 404 404
spaces:sign annex                         | in  404 404 200 200 404 200 404 404 | in  404 404 200 200 404 200 404 404
spaces:decision decision                  | in  404 404 200 404 404 200 404 404 | in  404 404 200 404 404 200 404 404
spaces:my_data                            | in  200 200 200 200 200 200 200 200 | in  405 405 405 405 405 405 405 405
spaces:my_copy                            | in  200 200 200 200 200 200 200 200 | in  405 405 405 405 405 405 405 405
"""


@dataclass(frozen=True)
class Line:
    name: str
    values: tuple[str, ...]
    get: list[str]
    post: list[str]

    def __str__(self):
        return " ".join([self.name, *self.values])


def read(line):
    address, get, post = line.split("|")
    name, *values = address.split()
    return Line(name, tuple(values), for_everybody(get), for_everybody(post))


def for_everybody(answers):
    found = answers.split()
    return found * len(ROLES) if len(found) == 1 else found


LINES = [read(line) for line in TABLE.splitlines() if line and not line.startswith("#")]
