//* ---
//* template: run-program
//* purpose: Run a program of the application
//* parameters:
//*   step: { type: step-name }
//*   program: { type: program }
//*   loadLibrary: { type: data-set }
//*   parm: { type: text, max: 50, optional: true }
//*   dds: { type: dd-list, min: 0, max: 40 }
//* steps:
//*   - name: "{{ step }}"
//* ---
{% if parm %}
//{{ step }} EXEC PGM={{ program }},COND=(0,NE),
//             PARM={{ parm }}
{% else %}
//{{ step }} EXEC PGM={{ program }},COND=(0,NE)
{% endif %}
//STEPLIB  DD DISP=SHR,DSN={{ loadLibrary }}
{% for dd in dds %}
{% case dd.kind %}
{% when 'SYSOUT' %}
//{{ dd.name }} DD SYSOUT=*
{% when 'DUMMY' %}
//{{ dd.name }} DD DUMMY
{% when 'NEW' %}
//{{ dd.name }} DD DSN={{ dd.dsname }},
//             DISP=(NEW,CATLG,DELETE),UNIT=SYSDA,
//             SPACE=(TRK,(150,150),RLSE),
//             RECFM={{ dd.recfm }},LRECL={{ dd.lrecl }},BLKSIZE=0
{% else %}
//{{ dd.name }} DD DISP=SHR,DSN={{ dd.dsname }}
{% endcase %}
{% endfor %}
