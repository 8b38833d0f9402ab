//* ---
//* template: free-package
//* purpose: Free package versions; one that was never bound is no fault
//* parameters:
//*   step: { type: step-name }
//*   ssid: { type: subsystem }
//*   packages: { type: package-list, max: 200 }
//*   loadLibrary:
//*     type: data-set
//*     optional: true
//*     says: SDSNLOAD where it is not in the link list
//* steps:
//*   - name: "{{ step }}"
//*     accepts: [0, 4]
//*     forbids:
//*       - { text: "DSNT233I", ddname: SYSTSPRT }
//*       - { text: "DSNT210I", ddname: SYSTSPRT }
//* ---
//{{ step }} EXEC PGM=IKJEFT01,DYNAMNBR=20,COND=(4,LT)
{% if loadLibrary %}
//STEPLIB  DD DISP=SHR,DSN={{ loadLibrary }}
{% endif %}
//SYSTSPRT DD SYSOUT=*
//SYSPRINT DD SYSOUT=*
//SYSTSIN  DD *
  DSN SYSTEM({{ ssid }})
{% for one in packages %}
{% assign version = '' %}
{% if one.version != '' %}
{% assign version = '.(' | append: one.version | append: ')' %}
{% endif %}
  FREE PACKAGE({{ one.collection }}.{{ one.name }}{{ version }})
{% endfor %}
  END
/*
